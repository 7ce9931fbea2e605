import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, textOf, wholeNumber } from "./check.ts";

/** Where namespaces and declare may stand. */
export const order: Check = ({ node }) => {
	if (node.kind !== "program") return undefined;
	const all = nodesAt(node, "children");
	const children = all.filter(({ kind }) => kind !== "noop");
	const namespaces = children.filter(({ kind }) => kind === "namespace");
	const first = children.findIndex(({ kind }) => kind === "namespace");
	if (first >= 0) {
		if (children.slice(0, first).some(({ kind }) => kind !== "declare"))
			return "a namespace that is not the first statement";
		if (namespaces.some(({ withBrackets }) => withBrackets !== namespaces[0]?.withBrackets))
			return "namespaces with and without braces";
		const outside = children
			.slice(first)
			.filter(({ kind }) => !["namespace", "halt", "inline"].includes(kind));
		if (namespaces[0]?.withBrackets === true && outside.length > 0)
			return "code outside of its namespaces";
	}
	for (const directive of ["strict_types", "encoding"]) {
		const place = all.findIndex((one) => sets(one, directive));
		if (all.slice(0, Math.max(0, place)).some(({ kind }) => kind !== "declare"))
			return `declare(${directive}) that is not the first statement`;
	}
	return undefined;
};

function sets(node: PhpNode, directive: string): boolean {
	return (
		node.kind === "declare" &&
		nodesAt(node, "directives").some((one) => folded(nameOf(nodeAt(one, "key"))) === directive)
	);
}

export const namespaces: Check = ({ node, parent }, source) => {
	if (node.kind !== "namespace") return undefined;
	if (parent?.node.kind !== "program") return "a namespace in something else";
	const name = textAt(node, "name");
	return /^\\|\\\d/.test(name) ||
		/\\\s*[;{]/.test(textOf(node, source).split(/(?<=[;{])/)[0] ?? "") ||
		/^namespace\s+namespace\\/i.test(textOf(node, source))
		? `a namespace of the name ${name}`
		: undefined;
};

export const declares: Check = ({ node, parent }, source) => {
	if (node.kind !== "declare") return undefined;
	if (nodesAt(node, "directives").length === 0) return "declare of nothing";
	if (/^declare\s*\([^()'"]*,\s*\)/i.test(textOf(node, source)))
		return "declare with a comma at its end";
	for (const directive of nodesAt(node, "directives")) {
		const value = nodeAt(directive, "value");
		if (value?.kind !== "number" && value?.kind !== "string")
			return "declare with something that has to be computed";
		if (folded(nameOf(nodeAt(directive, "key"))) !== "strict_types") continue;
		if (parent?.node.kind !== "program")
			return "declare(strict_types) that is not the first statement";
		if (value.kind !== "number" || ![0, 1].includes(wholeNumber(textAt(value, "value"))))
			return "declare(strict_types) that is neither 0 nor 1";
		if (node.mode !== "none") return "declare(strict_types) with a block";
	}
	return undefined;
};

/** What stands in statements cannot be what the file itself is made of. */
export const ofTheFile: Check = ({ node, parent }) =>
	(node.kind === "usegroup" || node.kind === "constantstatement") && parent?.node.kind === "declare"
		? "use or const in something else"
		: undefined;

export const functionNames: Check = ({ node, parent }) =>
	node.kind === "function" && folded(nameOf(node)) === "assert" && parent?.node.kind !== "namespace"
		? "a function assert"
		: undefined;
