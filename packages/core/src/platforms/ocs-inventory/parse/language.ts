import { decodeText } from "./text.ts";

/** The numbers that a language file gives a text to: lines of `<number> <text>`. */
export function readTranslations(bytes: Uint8Array): readonly number[] {
	const numbers = decodeText(bytes)
		.split(/\r\n|\n|\r/)
		.flatMap((line) => /^(\d{1,9})(?:\s|$)/.exec(line)?.[1] ?? []);
	return [...new Set(numbers.map(Number))];
}
