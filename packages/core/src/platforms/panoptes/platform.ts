import type { Platform } from "../platform.ts";
import { discover } from "./discover.ts";
import { read, recognise } from "./read.ts";
import { serverPart } from "./server-part.ts";
import { starter } from "./starter.ts";

export const panoptes: Platform = {
	id: "panoptes",
	name: "Panoptes",
	short: "Panoptes",
	marks: "a .panoptes-plugin file",
	recognise,
	read: async (tree, neighbours) => read(tree, neighbours),
	describe: ({ parts }) => ({ ...parts, facts: [] }),
	places: [{ name: "server", driver: "files", discover, wanted: serverPart }],
	starter,
};
