import type { LinkKind } from "./place.ts";

/** How people are told of an outside system, by what its URL leads to. */
export interface KindWords {
	/** Within a sentence. */
	readonly noun: string;
	/** The command line's command. */
	readonly command: string;
	/** How its URL is written. */
	readonly form: string;
}

export const wordsOfKind: Readonly<Record<LinkKind["kind"], KindWords>> = {
	database: {
		...{ noun: "database", command: "database" },
		form: "mysql://user:password@host:port/database",
	},
	git: {
		...{ noun: "repository", command: "repository" },
		form: "ssh://git@host/path/plugin.git?key=/path/of/a/key",
	},
	api: { noun: "API", command: "api", form: "https://user:password@host:port" },
};
