import type { Platform } from "../platform.ts";
import { apiLink } from "./api.ts";
import { boundGroups } from "./bound-groups.ts";
import { manifestName } from "./manifest.ts";
import { pull } from "./pull.ts";
import { read, recognise } from "./read.ts";
import { link, repository } from "./repository.ts";
import { scripts } from "./scripts.ts";
import { starter } from "./starter.ts";

export const openFalcon: Platform = {
	id: "open-falcon",
	name: "Open-Falcon",
	short: "Open-Falcon",
	marks: `a script called after the seconds between its runs, such as 60_name.py, or a file ${manifestName}`,
	recognise,
	read: async (tree) => read(tree),
	describe: ({ parts, own }) => ({
		...parts,
		facts: [
			{ part: "agents", key: "plugins", name: "Plugins", values: own.plugins ?? [] },
			{ part: "agents", key: "bindings", name: "To be bound", values: own.bindings ?? [] },
		],
	}),
	places: [repository, boundGroups],
	links: [link, apiLink],
	pull,
	scripts,
	starter,
};
