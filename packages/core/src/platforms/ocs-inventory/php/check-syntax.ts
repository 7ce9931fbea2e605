import { nodeAt, nodesAt, textAt } from "../parse/php-nodes.ts";
import { type Check, nameOf } from "./check.ts";

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

export const numbers: Check = ({ node }) => {
	const value = node.kind === "number" ? textAt(node, "value") : "";
	if (value.endsWith("_")) return `the number ${value}, which ends with _`;
	return /^0[0-7_]*[89]\d*$/.test(value) ? `the number ${value}, which is no octal one` : undefined;
};

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

const NO_CLASS: ReadonlySet<string> = new Set(["number", "array", "boolean", "nullkeyword"]);

export const lookups: Check = ({ node }) => {
	const what = nodeAt(node, "what");
	if (what === undefined) return undefined;
	if (node.kind === "call" && what.kind === "number") return "a call of a number";
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

/** The end of a file is no semicolon where a closure or a match ends it. */
export const lastStatement: Check = ({ node }, source) => {
	if (node.kind !== "program" || !source.trimEnd().endsWith("}")) return undefined;
	const last = nodesAt(node, "children").findLast(({ kind }) => kind !== "noop");
	return last?.kind === "expressionstatement" || last?.kind === "return"
		? "a last statement without its semicolon"
		: undefined;
};

const REFERRED: ReadonlySet<string> = new Set(["foreach", "closure", "propertyhook"]);

/** `&` before a place that nothing refers to. */
export const references: Check = ({ node, as, parent }) =>
	node.byref === true &&
	/^(variable|.*lookup|call|name)$/.test(node.kind) &&
	!(REFERRED.has(parent?.node.kind ?? "") && as !== "body") &&
	!(as === "arguments" && ["call", "new"].includes(parent?.node.kind ?? ""))
		? "& where nothing is referred to"
		: undefined;

/** What a text may have put in is less than an expression. */
export const textParts: Check = ({ node }) => {
	const part = node.kind === "encapsedpart" ? nodeAt(node, "expression") : undefined;
	const offset = part === undefined ? undefined : nodeAt(part, "offset");
	if (part?.kind === "staticlookup" && offset?.kind === "identifier")
		return "a constant of a class in a text";
	const isFraction = offset?.kind === "number" && textAt(offset, "value").includes(".");
	return node.syntax === "simple" && isFraction ? "a fraction as a place in a text" : undefined;
};
