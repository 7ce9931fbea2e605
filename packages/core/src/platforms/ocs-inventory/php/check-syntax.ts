import { nodeAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, nameOf, textOf } from "./check.ts";

/** What php-parser reads and PHP's own grammar does not have. */

const LEVELS: Readonly<Record<string, number>> = {
	"==": 1,
	"!=": 1,
	"<>": 1,
	"===": 1,
	"!==": 1,
	"<=>": 1,
	"<": 2,
	">": 2,
	"<=": 2,
	">=": 2,
};

/** Comparisons do not follow each other. */
export const comparisons: Check = ({ node }) => {
	if (node.kind !== "bin") return undefined;
	const level = LEVELS[textAt(node, "type")];
	const sides = [nodeAt(node, "left"), nodeAt(node, "right")];
	return level !== undefined &&
		sides.some(
			(side) =>
				side?.kind === "bin" &&
				side.parenthesizedExpression !== true &&
				LEVELS[textAt(side, "type")] === level,
		)
		? "two comparisons in a row"
		: undefined;
};

export const instances: Check = ({ node }) => {
	const right =
		node.kind === "bin" && node.type === "instanceof" ? nodeAt(node, "right") : undefined;
	return right?.kind === "staticlookup" && nodeAt(right, "offset")?.kind === "identifier"
		? "instanceof of a constant"
		: undefined;
};

export const numbers: Check = ({ node }) =>
	node.kind === "number" && /^0[0-7_]*[89]\d*$/.test(textAt(node, "value"))
		? `the number ${textAt(node, "value")}, which is no octal one`
		: undefined;

const LOST_ESCAPE = /(?<!\\)(?:\\\\)*\\u\{(?![0-9A-Fa-f]+\})/;
const FAR_ESCAPE =
	/(?<!\\)(?:\\\\)*\\u\{0*(?:[1-9A-Fa-f][0-9A-Fa-f]{6,}|[2-9A-Fa-f][0-9A-Fa-f]{5}|1[1-9A-Fa-f][0-9A-Fa-f]{4})\}/;

export const escapes: Check = ({ node, parent }) => {
	if (parent?.node.kind === "encapsedpart" || (node.kind !== "string" && node.kind !== "encapsed"))
		return undefined;
	const raw = textAt(node, "raw").replace(/^[bB]/, "");
	return !raw.startsWith("'") && (LOST_ESCAPE.test(raw) || FAR_ESCAPE.test(raw))
		? "an escape \\u{…} that is no character"
		: undefined;
};

export const names: Check = ({ node, as, parent }) => {
	const name = node.kind === "name" ? nameOf(node) : "";
	if (/\\(\\|\d|$)/.test(name)) return `the name ${name}`;
	if (
		node.kind === "magic" &&
		as === "what" &&
		["call", "staticlookup"].includes(parent?.node.kind ?? "")
	) {
		return `${textAt(node, "raw")} as the name of something`;
	}
	return undefined;
};

export const newClass: Check = ({ node, parent }) => {
	if (node.kind !== "staticlookup" || nodeAt(node, "offset")?.kind !== "literal") return undefined;
	return parent?.node.kind === "call" ? undefined : "A::{…} that is not called";
};

const NO_CLASS: ReadonlySet<string> = new Set(["number", "array", "boolean", "nullkeyword"]);

export const lookups: Check = ({ node }) => {
	const what = nodeAt(node, "what");
	if (what === undefined) return undefined;
	if (node.kind === "staticlookup" && NO_CLASS.has(what.kind))
		return "something that is no class before ::";
	return /propertylookup$/.test(node.kind) &&
		what.kind === "number" &&
		what.parenthesizedExpression !== true
		? "a number before ->"
		: undefined;
};

/** `static` alone. */
export const staticAlone: Check = ({ node, as, parent }) =>
	node.kind === "staticreference" &&
	!["staticlookup", "new", "bin", "class", "name"].includes(parent?.node.kind ?? "") &&
	as !== "type"
		? "static that is nothing's"
		: undefined;

/** A class before its braces, or the name of one, of a closure that is a statement. */
export const looseClosure: Check = ({ node, parent }, source) =>
	parent?.node.kind === "expressionstatement" && isUnended(node, source)
		? "a function without a name"
		: undefined;

function isUnended(node: PhpNode, source: string): boolean {
	return (
		node.kind === "closure" &&
		/^function\s*&?\s*\(/i.test(textOf(node, source)) &&
		!/^\s*(;|\?>)/.test(source.slice(endOf(node)))
	);
}

function endOf(node: PhpNode): number {
	const { end } = (node.loc ?? {}) as { end?: { offset?: number } };
	return end?.offset ?? 0;
}
