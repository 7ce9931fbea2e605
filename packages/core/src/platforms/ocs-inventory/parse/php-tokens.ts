import type { PhpVersion } from "./php-engine.ts";

/** A piece of a source, as the parser's lexer cuts it: a kind such as T_STRING, or the character itself. */
export interface PhpToken {
	readonly kind: string;
	readonly text: string;
}

export function isSpace({ kind }: PhpToken): boolean {
	return kind === "T_WHITESPACE" || kind === "T_COMMENT" || kind === "T_DOC_COMMENT";
}

/**
 * The source with what PHP takes and php-parser does not, in words of the same length that mean as much to whoever looks
 * for statements.
 */
export function forParser(tokens: readonly PhpToken[], version: PhpVersion): string {
	const words = tokens
		.map((token, index) => (isSpace(token) ? -1 : index))
		.filter((index) => index >= 0);
	const texts = tokens.map(({ text }) => text);
	for (const [at, index] of words.entries()) {
		const next = (by: number) => tokens[words[at + by] ?? -1];
		const from = index + 2;
		if (words[at + 1] === from && isYieldFrom(tokens[index], tokens[from])) {
			const space = texts[index + 1] ?? "";
			texts[index + 1] = " ";
			texts[from] = `from${space.slice(1)}`;
		}
		const token = tokens[index] as PhpToken;
		const replacement = isNameIn(version, token)
			? `${token.text.slice(0, -1)}_`
			: replace(token, next);
		if (replacement !== undefined)
			texts[index] = replacement.padEnd(tokens[index]?.text.length ?? 0);
	}
	return texts.join("");
}

/** Words that had no meaning yet. */
function isNameIn(version: PhpVersion, { kind }: PhpToken): boolean {
	return (kind === "T_READ_ONLY" && version !== "8.4") || (kind === "T_MATCH" && version === "7.4");
}

/** Behind these, any word is the name of something. */
const IS_NAMED: ReadonlySet<string> = new Set(
	"T_FUNCTION T_CONST T_DOUBLE_COLON T_OBJECT_OPERATOR T_NULLSAFE_OBJECT_OPERATOR T_AS".split(" "),
);

function replace(
	{ kind, text }: PhpToken,
	next: (by: number) => PhpToken | undefined,
): string | undefined {
	const [before, after] = [next(-1)?.kind, next(1)];
	switch (kind) {
		// `static fn` where a statement starts.
		case "T_STATIC":
			return after?.kind === "T_FN" ? "" : undefined;
		// A function of that name.
		case "T_READ_ONLY":
			return after?.kind === "(" && before !== "T_NEW" && !isTypeAhead(next)
				? `${text.slice(0, -1)}_`
				: undefined;
		// `clone` takes any expression.
		case "T_CLONE":
			return IS_NAMED.has(before ?? "") || /^[=:]$/.test(after?.kind ?? "") ? undefined : "@";
		// `instanceof (…)`.
		case "T_INSTANCEOF":
			return after?.kind === "(" ? "." : undefined;
		// `default, =>` in a match.
		case ",":
			return before === "T_DEFAULT" && after?.kind === "T_DOUBLE_ARROW" ? "" : undefined;
		case "T_STRING":
			return /^b$/i.test(text) && after?.kind === "T_START_HEREDOC" ? "" : undefined;
		default:
			return undefined;
	}
}

/** `(A&B)|` is the start of a type, where anything else in parentheses is what a function is given. */
function isTypeAhead(next: (by: number) => PhpToken | undefined): boolean {
	let end = 2;
	while (/^(&|T_(STRING|NAME_\w+))$/.test(next(end)?.kind ?? "")) end += 1;
	return end > 2 && next(end)?.kind === ")" && next(end + 1)?.kind === "|";
}

/** One word with any space in it, of which the lexer knows a single one. */
function isYieldFrom(first: PhpToken | undefined, second: PhpToken | undefined): boolean {
	return first?.kind === "T_YIELD" && second?.kind === "T_STRING" && /^from$/i.test(second.text);
}
