import type { PlatformId } from "./extension.ts";
import type { Problem } from "./problem.ts";

/**
 * `active`: tables as the extension wants them, and its row. `inactive`: its row goes, its tables stay.
 * `absent`: its row goes, and its tables too where that was asked for.
 */
export type DatabaseGoal = "active" | "inactive" | "absent";

/** One statement that is sent, as it is sent. */
export interface RunStatement {
	readonly kind: "run-statement";
	/** The table that it changes. */
	readonly target: string;
	/**
	 * `table`: the definition of its target tells whether it was carried out. `rows`: nothing tells, and its undo may be
	 * run all the same.
	 */
	readonly effect: "table" | "rows";
	readonly statement: string;
	/** What stands for each `?` in it. */
	readonly parameters: readonly (string | number | null)[];
	readonly why: string;
	/** What takes it back; null where nothing has to, or nothing can. */
	readonly undo: {
		readonly statement: string;
		readonly parameters: readonly (string | number | null)[];
	} | null;
	/** Nothing takes it back: a person agreed to it. */
	readonly isFinal: boolean;
}

/**
 * Renamed first, which can be taken back, and dropped when all else is done: until then nothing is lost.
 */
export interface DropTable {
	readonly kind: "drop-table";
	readonly target: string;
	readonly why: string;
}

export type DatabaseStep = RunStatement | DropTable;

/** A statement of the package that is not sent. */
export interface SkippedStatement {
	readonly statement: string;
	readonly reason: string;
}

/** What would be done to a database that somebody else owns, computed by looking at it. No steps: it is as it should be. */
export interface DatabasePlan {
	readonly format: 1;
	readonly goal: DatabaseGoal;
	readonly platform: PlatformId;
	readonly extension: { readonly id: string; readonly version: string };
	/** sha256 over all that the extension holds, in every part; null where it goes. */
	readonly content: string | null;
	/** The connection's label: its URL without the password. */
	readonly database: string;
	readonly steps: readonly DatabaseStep[];
	readonly skipped: readonly SkippedStatement[];
	/** Tables that stay although the extension goes, or stay otherwise than it wants them; for people. */
	readonly kept: readonly { readonly table: string; readonly what: readonly string[] }[];
	/** Errors, and warnings that nobody has accepted yet: where there is one, nothing is applied. */
	readonly problems: readonly Problem[];
	readonly notes: readonly string[];
	/** sha256 over all of the above but `problems`: to accept one does not change what is done. */
	readonly hash: string;
}
