/** What a person who starts an extension says of it. */
export interface StarterAnswers {
	/** It becomes the extension's id. */
	readonly name: string;
	/** What it collects, a word each: columns, metrics. */
	readonly collects: readonly string[];
}

/** Which words can be an answer. */
export interface Allowed {
	readonly pattern: RegExp;
	/** The same for people: "use …". */
	readonly said: string;
}

/** A complete extension to start from, small and plain, as a person would write it: it installs as it is. */
export interface Starter {
	readonly name: Allowed;
	readonly collects: Allowed & {
		/** What such words are: "columns". */
		readonly noun: string;
		readonly proposal: readonly string[];
	};
	/** Texts by path, of answers that are allowed. */
	files(answers: StarterAnswers): ReadonlyMap<string, string>;
}
