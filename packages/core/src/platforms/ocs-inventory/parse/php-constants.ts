import { nodeAt, type PhpNode, textAt } from "./php-nodes.ts";
import {
	decodeEscapes,
	decodeSingleQuoted,
	doubleQuotedBody,
	heredocBody,
	splitInterpolation,
} from "./php-strings.ts";

/** A string, an ExtensionCommon, or undefined: something that only running the code can tell. */
export type Value = { readonly text: string } | "database" | undefined;

/** A variable that is doubled over and over grows without end. */
const LONGEST_TEXT = 1024 * 1024;

/** What the variables of a function hold, by name. */
export type Scope = Map<string, Value>;

/** The value of an expression of constants and of variables that hold some. */
export function evaluate(node: PhpNode, scope: Scope): Value {
	switch (node.kind) {
		case "string":
			return quoted(textAt(node, "raw"), scope);
		case "nowdoc":
			return textOf(heredocBody(textAt(node, "raw")));
		case "encapsed":
			if (node.type === "string") return quoted(textAt(node, "raw"), scope);
			if (node.type !== "heredoc") return undefined;
			return interpolate(heredocBody(textAt(node, "raw")), "heredoc", scope);
		case "number":
			return /^(0|[1-9]\d{0,14})$/.test(textAt(node, "value"))
				? { text: textAt(node, "value") }
				: undefined;
		case "bin":
			return evaluateOperation(node, scope);
		case "variable":
			return typeof node.name === "string" ? scope.get(node.name) : undefined;
		case "new": {
			const className = textAt(nodeAt(node, "what") ?? node, "name").replace(/^\\/, "");
			return className.toLowerCase() === "extensioncommon" ? "database" : undefined;
		}
		default:
			return undefined;
	}
}

/** Long concatenations lean to the left: walked in a loop, not by recursion. */
function evaluateOperation(node: PhpNode, scope: Scope): Value {
	const operands: PhpNode[] = [];
	let rest: PhpNode | undefined = node;
	while (rest?.kind === "bin") {
		const right = nodeAt(rest, "right");
		if (rest.type !== "." || right === undefined) return undefined;
		operands.push(right);
		rest = nodeAt(rest, "left");
	}
	if (rest === undefined) return undefined;
	return operands
		.reverse()
		.reduce<Value>(
			(text, operand) => concatenate(text, evaluate(operand, scope)),
			evaluate(rest, scope),
		);
}

export function concatenate(left: Value, right: Value): Value {
	if (typeof left !== "object" || typeof right !== "object") return undefined;
	if (left.text.length + right.text.length > LONGEST_TEXT) return undefined;
	return { text: left.text + right.text };
}

function quoted(raw: string, scope: Scope): Value {
	const literal = raw.replace(/^[bB]/, "");
	if (literal.startsWith("'")) return { text: decodeSingleQuoted(literal.slice(1, -1)) };
	return interpolate(doubleQuotedBody(literal), "double-quotes", scope);
}

function textOf(text: string | undefined): Value {
	return text === undefined ? undefined : { text };
}

function interpolate(
	raw: string | undefined,
	where: "double-quotes" | "heredoc",
	scope: Scope,
): Value {
	const parts = raw === undefined ? undefined : splitInterpolation(raw);
	const values = parts?.map(
		(part): Value =>
			"variable" in part ? scope.get(part.variable) : { text: decodeEscapes(part.text, where) },
	);
	return values?.reduce<Value>(concatenate, { text: "" });
}
