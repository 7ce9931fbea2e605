import type { Starter } from "../../starter.ts";
import { agentFiles } from "./agents.ts";
import { namesOf } from "./names.ts";
import { paperFiles } from "./papers.ts";
import { serverFiles } from "./server.ts";
import { webFiles } from "./web.ts";

export const starter: Starter = {
	name: {
		pattern: /^[a-z][a-z0-9_]{1,31}$/,
		said: "use lower-case letters, digits and _, a letter first, 2 to 32 in all",
	},
	collects: {
		noun: "columns",
		pattern: /^[a-z][a-z0-9_]{0,31}$/,
		said: "use lower-case letters, digits and _, a letter first, at most 32",
		proposal: ["name", "version"],
	},
	files(answers) {
		const names = namesOf(answers);
		return new Map(
			Object.entries({
				...webFiles(names),
				...serverFiles(names),
				...agentFiles(names),
				...paperFiles(names),
			}),
		);
	},
};
