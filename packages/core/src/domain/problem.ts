import type { ProblemCode } from "./problem-codes.ts";

/**
 * What validation found.
 * `error` is refused; `warning` is imported, and its part is installed only once its code was accepted; `info` is good to know.
 */
export type Severity = "error" | "warning" | "info";

/** What goes to one kind of place. */
export type Part = "web" | "database" | "server" | "agent";

export interface Problem {
	readonly severity: Severity;
	/** `<platform or area>/<what>`, stable: scripts and `--accept` name it. */
	readonly code: ProblemCode;
	/** Relative to the extension's root; "" where no single file is at fault. */
	readonly path: string;
	readonly message: string;
	readonly hint: string;
	/** The part that a warning keeps back until it is accepted. */
	readonly part?: Part;
	/** Holds only where the linked database's schema is of one of these versions; where none can be asked, it is told. */
	readonly schemaVersions?: readonly number[];
}

/** Refused: at least one error among them. */
export function isRefused(problems: readonly Problem[]): boolean {
	return problems.some((problem) => problem.severity === "error");
}

/** For `filter`: those that hold where the linked database's schema has this version. */
export function holdsFor(schemaVersion: number): (problem: Problem) => boolean {
	return ({ schemaVersions }) => schemaVersions?.includes(schemaVersion) ?? true;
}

/** The warnings about `part` that nobody has accepted yet. */
export function unaccepted(
	problems: readonly Problem[],
	accepted: readonly string[],
	part: Part,
): readonly Problem[] {
	return problems.filter(
		(problem) =>
			problem.severity === "warning" && problem.part === part && !accepted.includes(problem.code),
	);
}
