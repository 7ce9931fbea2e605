import { nodeAt, nodesAt, type PhpNode, textAt } from "./php-nodes.ts";
import {
	closingIndentation,
	decodeEscapes,
	decodeNowdoc,
	decodeSingleQuoted,
	dedent,
	hasVariable,
	withoutClosingLine,
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
			return quotedText(textAt(node, "raw"));
		case "nowdoc":
			return { text: decodeNowdoc(textAt(node, "raw")) };
		case "encapsed":
			return interpolate(node, scope);
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
		operands.unshift(right);
		rest = nodeAt(rest, "left");
	}
	if (rest === undefined) return undefined;
	return operands.reduce<Value>(
		(text, operand) => concatenate(text, evaluate(operand, scope)),
		evaluate(rest, scope),
	);
}

export function concatenate(left: Value, right: Value): Value {
	if (typeof left !== "object" || typeof right !== "object") return undefined;
	if (left.text.length + right.text.length > LONGEST_TEXT) return undefined;
	return { text: left.text + right.text };
}

function quotedText(raw: string): Value {
	const literal = raw.replace(/^[bB]/, "");
	const body = literal.slice(1, -1);
	if (literal.startsWith("'")) return { text: decodeSingleQuoted(body) };
	return hasVariable(body) ? undefined : { text: decodeEscapes(body, "double-quotes") };
}

function interpolate(node: PhpNode, scope: Scope): Value {
	const isHeredoc = node.type === "heredoc";
	if (!isHeredoc && node.type !== "string") return undefined;
	const indentation = isHeredoc ? closingIndentation(textAt(node, "raw")) : 0;
	const parts = nodesAt(node, "value").flatMap((part) => nodeAt(part, "expression") ?? []);
	const values = parts.map((part, index): Value => {
		if (part.kind !== "string") return evaluate(part, scope);
		const raw = textAt(part, "raw");
		if (hasVariable(raw)) return undefined;
		if (!isHeredoc) return { text: decodeEscapes(raw, "double-quotes") };
		const body = index === parts.length - 1 ? withoutClosingLine(raw) : raw;
		return { text: decodeEscapes(dedent(body, indentation, index === 0), "heredoc") };
	});
	return values.reduce<Value>(concatenate, { text: "" });
}
