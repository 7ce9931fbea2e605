/** What a letter of a name can be; servers take every character beyond ASCII for one. */
const IN_WORD = "\\w$\\u{80}-\\u{10ffff}";
const WORD_CHARACTER = new RegExp(`[${IN_WORD}]`, "u");
/** Control characters, and what nobody sees of the rest, but for the white space that servers know. */
export const INVISIBLE = /(?![ \t-\r])[\p{Cc}\p{Cf}\p{Z}]/u;
export const WORD = new RegExp(`(?:(?!${INVISIBLE.source})[${IN_WORD}])+`, "uy");

/**
 * As both servers cut numbers: a point or an exponent ends one, whatever follows. `.5e` is none to any, and is cut so that
 * what is glued to it is seen.
 */
const NUMBER = new RegExp(
	[
		`(?:0x[\\da-fA-F]+|0b[01]+)(?![${IN_WORD}])`,
		"\\d+[eE][+-]?\\d+",
		"(?:\\d+\\.\\d*|\\.\\d+)(?:[eE](?:[+-]?\\d+)?)?",
		`\\d+(?![${IN_WORD}])`,
	].join("|"),
	"uy",
);
const WHOLE = /^(?:0[xb][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/;

/** The number that begins here. `isGlued`: without a space to what could be read with it. */
export function numberAt(
	sql: string,
	at: number,
): { readonly text: string; readonly isGlued: boolean } | undefined {
	NUMBER.lastIndex = at;
	const text = NUMBER.exec(sql)?.[0];
	if (text === undefined) return undefined;
	const touches = (character = "") => WORD_CHARACTER.test(character) || /['"`.@\\]/.test(character);
	const isGlued = touches(sql[at - 1]) || touches(sql[at + text.length]) || !WHOLE.test(text);
	return { text, isGlued };
}

/** Behind the quote that ends what begins here. A backslash takes the next character along, but in a name. */
export function endOfQuoted(
	sql: string,
	start: number,
): { readonly end: number; readonly isClosed: boolean } {
	const quote = sql[start];
	for (let at = start + 1; at < sql.length; at += 1) {
		if (sql[at] === "\\" && quote !== "`") at += 1;
		else if (sql[at] === quote) {
			if (sql[at + 1] !== quote) return { end: at + 1, isClosed: true };
			at += 1;
		}
	}
	return { end: sql.length, isClosed: false };
}

/** Only a line feed ends a line. */
export function lineEnd(sql: string, start: number): number {
	const end = sql.indexOf("\n", start);
	return end === -1 ? sql.length : end;
}
