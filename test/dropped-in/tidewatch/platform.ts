import type { Platform } from "@graft/core/platforms/platform";
import { archive, link } from "./archive.ts";
import { read, recognise } from "./read.ts";
import { station } from "./station.ts";

/** Two places of different drivers, and not one of the capabilities that a platform can do without. */
export const tidewatch: Platform = {
	id: "tidewatch",
	name: "Tidewatch",
	short: "Tidewatch",
	marks: "a tide.json",
	recognise,
	read: async (tree) => read(tree),
	describe: ({ parts }) => ({
		...parts,
		facts: [
			{
				...{ part: "server", key: "gauges", name: "Gauges" },
				values: parts.server.files.map(({ from }) => from),
			},
		],
	}),
	links: [link],
	places: [archive, station],
};
