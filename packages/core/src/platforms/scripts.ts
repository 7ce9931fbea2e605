import type { FileTree } from "../domain/archive.ts";

/** Scripts that hosts of a system run again and again: one can be run once, to see what the host would take of it. */
export interface Scripts {
	/** Paths of those that hosts run. */
	list(tree: FileTree): readonly string[];
	/** As somebody names one, with arguments where it is given some; null where there is none of that name. */
	find(tree: FileTree, text: string): Script | null;
	/** What the host would make of its output; pure. */
	judge(script: Script, output: ScriptOutput): ScriptVerdict;
}

export interface Script {
	readonly path: string;
	readonly args: readonly string[];
	/** So long the host lets it run. */
	readonly timeoutMs: number;
}

/** Of a script that has ended by itself. */
export interface ScriptOutput {
	readonly code: number;
	readonly stdout: string;
	readonly stderr: string;
}

export interface ScriptVerdict {
	/** Names of what each row has. */
	readonly columns: readonly string[];
	/** `dropped`: each reason why the system would drop it, as a sentence; empty where it is kept. */
	readonly rows: readonly {
		readonly cells: readonly string[];
		readonly dropped: readonly string[];
	}[];
	/** Why nothing of it all would be taken; sentences. */
	readonly faults: readonly string[];
	/** What is good to know; sentences. */
	readonly notes: readonly string[];
}
