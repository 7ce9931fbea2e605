import { formatCount } from "../../../domain/counts.ts";
import { isUtf8 } from "./text.ts";

/** Nothing that PHP's json_decode gives is thrown away: null is a value like others. */
export type JsonReading =
	| { readonly fault: null; readonly value: unknown }
	| { readonly fault: string };

/** Far above every real one. */
const LARGEST_TEXT = 1024 * 1024;
/** json_decode's own. */
const DEEPEST = 511;
const TOKENS = /"(?:[^"\\]|\\[\s\S])*"|[[\]{}]/g;

/**
 * Reads bytes as PHP's json_decode does, which differs from JSON.parse: strict UTF-8 without a byte order mark, no half
 * of a surrogate pair, and not too many levels.
 */
export function readPhpJson(bytes: Uint8Array): JsonReading {
	if (bytes.length > LARGEST_TEXT)
		return { fault: `it has more than ${formatCount(LARGEST_TEXT)} bytes` };
	if (!isUtf8(bytes)) return { fault: "it is not UTF-8" };
	const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
	if (text.startsWith("\ufeff")) return { fault: "a byte order mark stands before its text" };
	if (depthOf(text) > DEEPEST) return { fault: `it has more than ${DEEPEST} levels` };
	try {
		const value: unknown = JSON.parse(text);
		return hasHalfPair(text)
			? { fault: "a \\u escape in it is half of a character" }
			: { fault: null, value };
	} catch (cause) {
		return { fault: cause instanceof Error ? cause.message : String(cause) };
	}
}

function depthOf(text: string): number {
	let depth = 0;
	let deepest = 0;
	for (const [token] of text.matchAll(TOKENS)) {
		if (token === "[" || token === "{") deepest = Math.max(deepest, ++depth);
		else if (token === "]" || token === "}") depth -= 1;
	}
	return deepest;
}

/** Asked of each string by itself: of two values of one name, JSON.parse shows the last only. */
function hasHalfPair(text: string): boolean {
	return [...text.matchAll(TOKENS)].some(
		([token]) => token.startsWith('"') && /\p{Cs}/u.test(String(JSON.parse(token))),
	);
}
