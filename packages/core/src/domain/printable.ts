/**
 * Text from elsewhere (a server, an archive), safe to show on a terminal or a page: control characters, terminal
 * escapes, and characters that turn the direction of text or hide in it become visible as `\x1b` or `\u{202e}`.
 * Line feeds and tabs stay.
 */
export function printable(text: string): string {
	return text.replace(hidden, (character) => {
		const code = character.codePointAt(0) ?? 0;
		return code < 0x100
			? `\\x${code.toString(16).padStart(2, "0")}`
			: `\\u{${code.toString(16).padStart(4, "0")}}`;
	});
}

// Control, format and lone surrogate characters, and the two separators that some readers take for a line's end.
const hidden = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
