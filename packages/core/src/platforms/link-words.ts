import type { LinkKind } from "./place.ts";

/** How people are told of an outside system, by what its URL leads to. */
export interface KindWords {
	/** Within a sentence; the command line's command is called so too. */
	readonly noun: string;
	/** How its URL is written. */
	readonly form: string;
}

export const wordsOfKind: Readonly<Record<LinkKind["kind"], KindWords>> = {
	database: { noun: "database", form: "mysql://user:password@host:port/database" },
	git: { noun: "repository", form: "ssh://git@host/path/plugin.git?key=/path/of/a/key" },
};
