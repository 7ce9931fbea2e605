import type { Platform } from "../platform.ts";
import { discover } from "./discover.ts";
import { read, recognise } from "./read.ts";
import { serverPart } from "./server-part.ts";
import { starter } from "./starter.ts";

export const loongcollector: Platform = {
	id: "loongcollector",
	name: "LoongCollector",
	short: "LoongCollector",
	marks: "a go.mod whose module uses github.com/alibaba/ilogtail/pkg",
	recognise,
	read: async (tree, neighbours) => read(tree, neighbours),
	describe: ({ parts, own }) => ({
		...parts,
		facts: [
			{ part: "server", key: "types", name: "Types of plugins", values: own.types ?? [] },
			{ part: "server", key: "import", name: "Imported package", values: own.import ?? [] },
		],
	}),
	places: [{ name: "server", driver: "files", discover, wanted: serverPart }],
	starter,
};
