import { isSpace, type PhpToken } from "../parse/php-tokens.ts";
import type { Fault } from "./faults.ts";

/** A statement may end with these; PHP's own end is as good as a semicolon. */
const ENDS: ReadonlySet<string> = new Set(
	"; } : T_CLOSE_TAG T_INLINE_HTML T_OPEN_TAG T_OPEN_TAG_WITH_ECHO".split(" "),
);

/** What php-parser reads over at the end of a file, and in comments. */
export function tokenFaults(tokens: readonly PhpToken[]): readonly Fault[] {
	const lineAt = (index: number) =>
		tokens.slice(0, index).reduce((line, { text }) => line + (text.match(/\n/g)?.length ?? 0), 1);
	const open = tokens.findIndex(
		({ kind, text }) =>
			isSpace({ kind, text }) && text.startsWith("/*") && !/^\/\*[\s\S]*\*\/$/.test(text),
	);
	const quote = tokens.findIndex(isOpenText);
	if (quote >= 0) return [{ line: lineAt(quote), what: "a text that is not closed" }];
	if (open >= 0) return [{ line: lineAt(open), what: "a comment that is not closed" }];
	if (tokens.some(({ kind }) => kind === "T_HALT_COMPILER")) return [];
	const last = tokens.findLastIndex((token) => !isSpace(token));
	const kind = tokens[last]?.kind ?? ";";
	return ENDS.has(kind)
		? []
		: [{ line: lineAt(last), what: "a last statement without its semicolon" }];
}

/** A quote that is closed by the end of the file only. */
function isOpenText({ kind, text }: PhpToken): boolean {
	if (kind !== "T_CONSTANT_ENCAPSED_STRING" || !/^[bB]?'/.test(text)) return false;
	return !/^[bB]?'[^']*'$/.test(text.replace(/\\[\s\S]/g, ""));
}
