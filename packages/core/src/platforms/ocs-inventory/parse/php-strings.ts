/**
 * PHP's string literals, as in the language reference's page on strings. All text here is bytes, one character each.
 */

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
	["n", "\n"],
	["t", "\t"],
	["r", "\r"],
	["v", "\v"],
	["e", "\x1b"],
	["f", "\f"],
	["\\", "\\"],
	["$", "$"],
]);

/** What stands between single quotes. */
export function decodeSingleQuoted(raw: string): string {
	return raw.replace(/\\([\\'])/g, "$1");
}

/** What stands between double quotes, or in a heredoc, where `\"` is no escape. */
export function decodeEscapes(raw: string, where: "double-quotes" | "heredoc"): string {
	return raw.replace(
		/\\(?:([0-7]{1,3})|[xX]([0-9A-Fa-f]{1,2})|u\{([0-9A-Fa-f]+)\}|([\s\S]))/g,
		(all, octal?: string, hex?: string, codePoint?: string, single?: string) => {
			if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
			if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
			if (codePoint !== undefined) return utf8Bytes(Number.parseInt(codePoint, 16)) ?? all;
			if (single === '"' && where === "double-quotes") return '"';
			return SIMPLE_ESCAPES.get(single ?? "") ?? all;
		},
	);
}

function utf8Bytes(codePoint: number): string | undefined {
	if (codePoint > 0x10ffff) return undefined;
	const bytes = new TextEncoder().encode(String.fromCodePoint(codePoint));
	return String.fromCharCode(...bytes);
}

/** Whether PHP would put a variable in: the parser takes `\\\\$name` of a heredoc for text. */
export function hasVariable(raw: string): boolean {
	return /\$[A-Za-z_\u0080-\u00ff{]|\{\$/.test(raw.replace(/\\[\s\S]/g, " "));
}

/** The indentation that the closing label takes off every line of a heredoc or nowdoc. */
export function closingIndentation(raw: string): number {
	return /\n([ \t]*)\w+\s*$/.exec(raw)?.[1]?.length ?? 0;
}

/** A stretch of a heredoc's text without its indentation; `atLineStart` unless an expression comes before it. */
export function dedent(text: string, indentation: number, atLineStart: boolean): string {
	const margin = new RegExp(`^[ \\t]{0,${indentation}}`);
	return text
		.split("\n")
		.map((line, index) => (index > 0 || atLineStart ? line.replace(margin, "") : line))
		.join("\n");
}

/** The last stretch of a heredoc without the line break that belongs to the closing label. */
export function withoutClosingLine(text: string): string {
	return text.replace(/\r?\n[ \t]*$/, "");
}

/** A whole nowdoc, labels included, to its value. */
export function decodeNowdoc(raw: string): string {
	const opened = raw.slice(raw.indexOf("\n"));
	const body = opened.replace(/\r?\n[ \t]*\w+\s*$/, "");
	return dedent(body.slice(1), closingIndentation(raw), true);
}
