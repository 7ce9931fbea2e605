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

/** A stretch of text, or a variable whose value stands there. */
export type StringPart = { readonly text: string } | { readonly variable: string };

const PARTS =
	/(?<escape>\\[\s\S])|\{\$(?<braced>\w+)\}|\$\{(?<named>\w+)\}|\$(?<plain>[A-Za-z_\x80-\xff][\w\x80-\xff]*)(?![\w\x80-\xff[]|\??->)|(?<code>\{\$|\$\{|\$[A-Za-z_\x80-\xff])|[\s\S]/g;

/**
 * What stands between double quotes or in a heredoc, by its variables; undefined where code is put in. php-parser has
 * parts of its own, and errs about a variable behind backslashes.
 */
export function splitInterpolation(raw: string): readonly StringPart[] | undefined {
	const parts: StringPart[] = [];
	let text = "";
	for (const { 0: all, groups = {} } of raw.matchAll(PARTS)) {
		if (groups.code !== undefined) return undefined;
		const variable = groups.braced ?? groups.named ?? groups.plain;
		if (variable === undefined) text += all;
		else {
			parts.push({ text }, { variable });
			text = "";
		}
	}
	return [...parts, { text }];
}

/** What stands between double quotes. Where quotes stand in code that is put in, it ends early, and has that code. */
export function doubleQuotedBody(raw: string): string | undefined {
	return /^[bB]?"((?:[^"\\]+|\\[\s\S])*)"/.exec(raw)?.[1];
}

/** What stands between the labels of a heredoc or nowdoc, without the indentation that the closing one takes off. */
export function heredocBody(raw: string): string | undefined {
	const label = /^[bB]?<<<[ \t]*["']?([\w\x80-\xff]+)/.exec(raw)?.[1];
	const opened = raw.slice(raw.indexOf("\n"));
	const closing = new RegExp(`\\r?\\n([ \\t]*)${label}(?![\\w\\x80-\\xff])`).exec(opened);
	if (closing === null) return undefined;
	const margin = new RegExp(`^[ \\t]{0,${closing[1]?.length ?? 0}}`);
	return opened
		.slice(1, Math.max(1, closing.index))
		.split("\n")
		.map((line) => line.replace(margin, ""))
		.join("\n");
}
