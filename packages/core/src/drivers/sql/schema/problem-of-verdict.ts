import type { Problem } from "../../../domain/problem.ts";
import type { SqlSystem } from "../system.ts";
import type { Verdict } from "./classify-statements.ts";

/** What an administrator is told about a statement, at import and at activation alike; nothing about an allowed one. */
export function problemOfVerdict(
	statement: string,
	verdict: Verdict | null,
	{ file, runsForeign }: SqlSystem,
): readonly Problem[] {
	if (verdict === null || verdict.is === "allowed") return [];
	const [outcome, hint] = said(runsForeign)[verdict.is];
	const message = `${outcome}, because ${verdict.reason}: ${excerpt(statement)}`;
	const problem = { code: verdict.code, path: file, message, hint };
	return verdict.is === "refused"
		? [{ severity: "error", ...problem }]
		: [{ severity: "warning", part: "database", ...problem }];
}

/** What becomes of a statement, and what to do. */
const said = (
	runsForeign: string,
): Readonly<Record<"ask" | "foreign" | "refused", readonly [string, string]>> => ({
	ask: ["A statement must be accepted separately", "Read it before you accept it."],
	foreign: ["A statement is never sent", `Accept this to go on without it. ${runsForeign}`],
	refused: [
		"A statement does more than an extension may",
		"Extensions have tables of their own; rights, files, settings and other tables are not theirs. Ask the author for a release without it.",
	],
});

export function excerpt(text: string): string {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
