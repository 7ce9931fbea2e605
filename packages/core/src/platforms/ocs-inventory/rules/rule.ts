import type { Extension } from "../../../domain/extension.ts";
import type { Part, Problem } from "../../../domain/problem.ts";
import { type OcsCodeName, ocsCodes } from "../codes.ts";
import type { Contents } from "../parse/contents.ts";

export interface Subject {
	readonly contents: Contents;
	/** null where install.php gives no id. */
	readonly extension: Extension | null;
	/** Other installed extensions, of any platform. */
	readonly neighbours: readonly Extension[];
}

/** One thing that is known to go wrong; several problems where it goes wrong in several places. */
export type Rule = (subject: Subject) => readonly Problem[];

interface Finding {
	readonly path: string;
	readonly message: string;
	readonly hint: string;
}

/** Refused: it can never work, or it would do harm. */
export function error(code: OcsCodeName, finding: Finding): Problem {
	return { severity: "error", code: ocsCodes[`ocs/${code}`], ...finding };
}

/** Imported, but `part` waits until the code was accepted. */
export function warning(part: Part, code: OcsCodeName, finding: Finding): Problem {
	return { severity: "warning", code: ocsCodes[`ocs/${code}`], part, ...finding };
}

export function info(code: OcsCodeName, finding: Finding): Problem {
	return { severity: "info", code: ocsCodes[`ocs/${code}`], ...finding };
}

/** `a, b and c`, long lists cut. */
export function listed(names: readonly string[]): string {
	if (names.length > 6) return `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;
	if (names.length < 2) return names[0] ?? "";
	return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

export function distinct(names: readonly string[]): readonly string[] {
	return [...new Set(names)];
}
