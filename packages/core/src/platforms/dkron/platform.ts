import type { Platform } from "../platform.ts";
import { discover } from "./discover.ts";
import { checkUse } from "./in-use.ts";
import { read, recognise } from "./read.ts";
import { serverPart, serviceIn } from "./server-part.ts";
import { tryOut } from "./try-out.ts";

export const dkron: Platform = {
	id: "dkron",
	name: "Dkron",
	short: "Dkron",
	marks: "a file dkron-processor-NAME or dkron-executor-NAME",
	recognise,
	read: async (tree, neighbours) => read(tree, neighbours),
	describe: ({ parts, own }) => ({
		...parts,
		facts: [
			{ part: "server", key: "plugins", name: "Plugins", values: own.plugins ?? [] },
			{ part: "server", key: "jobs", name: "Sample jobs", values: own.jobs ?? [] },
		],
	}),
	places: [
		{
			name: "server",
			driver: "files",
			discover,
			wanted: serverPart,
			service: serviceIn,
			inUse: checkUse,
			tryOut,
			turn: ({ values }) => (values.turn === "last" ? 1 : 0),
		},
	],
};
