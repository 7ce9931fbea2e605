import { nodeAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import type { Place } from "./places.ts";

/** What PHP says of a place when it compiles it, in words for people; undefined where it takes it. */
export type Check = (place: Place, source: string) => string | undefined;

/** Of an identifier, or of a name: without a leading backslash. */
export function nameOf(node: PhpNode | undefined): string {
	if (node === undefined) return "";
	const named =
		typeof node.name === "string" ? node.name : textAt(nodeAt(node, "name") ?? node, "name");
	return named.replace(/^\\/, "");
}

/** PHP folds the ASCII letters of names, and no others. */
export function folded(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

export function isVariable(node: PhpNode | undefined, name?: string): boolean {
	return (
		node?.kind === "variable" && typeof node.name === "string" && (name ?? node.name) === node.name
	);
}

/** The first that stands there a second time. */
export function repeated(names: readonly string[]): string | undefined {
	const seen = new Set<string>();
	return names.find((name) => name !== "" && (seen.has(name) || !seen.add(name)));
}

/** The parser's own offsets. */
export function offsetOf(node: PhpNode | undefined, side: "start" | "end"): number {
	const places = (node?.loc ?? {}) as Record<string, { offset?: number } | undefined>;
	return places[side]?.offset ?? 0;
}

/** What stands in the source for a node. */
export function textOf(node: PhpNode, source: string): string {
	return source.slice(offsetOf(node, "start"), offsetOf(node, "end"));
}

/** What stands in the source from the end of one node to the start of another. */
export function between(
	left: PhpNode | undefined,
	right: PhpNode | undefined,
	source: string,
): string {
	return source.slice(offsetOf(left, "end"), offsetOf(right, "start"));
}

export function withoutComments(code: string): string {
	return code.replace(/\/\*[\s\S]*?\*\/|(?:\/\/|#(?!\[)).*/g, "");
}

export const AUTO_GLOBALS: ReadonlySet<string> = new Set(
	"GLOBALS _GET _POST _COOKIE _FILES _SERVER _ENV _REQUEST _SESSION".split(" "),
);

/** A whole number as PHP writes it; undefined for another. */
export function wholeOf(text: string): bigint | undefined {
	const digits = text.length > 100 ? "" : text.replaceAll("_", "");
	if (/^0(x[\da-f]+|b[01]+)$/i.test(digits)) return BigInt(digits.toLowerCase());
	if (/^0o?[0-7]+$/i.test(digits)) return BigInt(`0o${digits.replace(/^0o?/i, "0")}`);
	return /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}

export function wholeNumber(text: string): number {
	return Number(wholeOf(text) ?? Number.NaN);
}
