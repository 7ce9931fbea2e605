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
	const empty = emptyBeforeDeclare(tokens);
	if (empty >= 0)
		return [
			{ line: lineAt(empty), what: "an empty statement before what has to be the first one" },
		];
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

const FIRST = /^(strict_types|encoding)$/i;
const ENDS_ONE: ReadonlySet<string> = new Set([";", "T_CLOSE_TAG"]);
const STARTS: ReadonlySet<string> = new Set(["T_OPEN_TAG", ";", "T_CLOSE_TAG", "}"]);

/** The place of a semicolon, or of PHP's end, that ends nothing; -1 where there is none. */
function emptyBeforeDeclare(tokens: readonly PhpToken[]): number {
	const words = [...tokens.entries()].filter(([, token]) => !isSpace(token));
	const kindAt = (at: number) => words[at]?.[1].kind ?? "";
	const first = words.findIndex(
		([, { text }], at) => FIRST.test(text) && kindAt(at - 2) === "T_DECLARE",
	);
	const empty = words
		.slice(0, Math.max(0, first))
		.findIndex((_, at) => ENDS_ONE.has(kindAt(at)) && STARTS.has(kindAt(at - 1)));
	return words[empty]?.[0] ?? -1;
}
