import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, repeated } from "./check.ts";

/** Where namespaces and declare may stand. */
export const order: Check = ({ node }) => {
	if (node.kind !== "program") return undefined;
	const children = nodesAt(node, "children").filter(({ kind }) => kind !== "noop");
	const namespaces = children.filter(({ kind }) => kind === "namespace");
	const first = children.findIndex(({ kind }) => kind === "namespace");
	if (first >= 0) {
		if (children.slice(0, first).some(({ kind }) => kind !== "declare"))
			return "a namespace that is not the first statement";
		if (namespaces.some(({ withBrackets }) => withBrackets !== namespaces[0]?.withBrackets))
			return "namespaces with and without braces";
		const outside = children
			.slice(first)
			.filter(({ kind }) => !["namespace", "halt", "inline", "declare"].includes(kind));
		if (namespaces[0]?.withBrackets === true && outside.length > 0)
			return "code outside of its namespaces";
	}
	const strict = children.findIndex(isStrict);
	return children.slice(0, Math.max(0, strict)).some(({ kind }) => kind !== "declare")
		? "declare(strict_types) that is not the first statement"
		: undefined;
};

function isStrict(node: PhpNode): boolean {
	return (
		node.kind === "declare" &&
		nodesAt(node, "directives").some((one) => folded(nameOf(nodeAt(one, "key"))) === "strict_types")
	);
}

export const nestedNamespace: Check = ({ node, parent }) =>
	node.kind === "namespace" && parent?.node.kind !== "program"
		? "a namespace in something else"
		: undefined;

export const declares: Check = ({ node, parent }) => {
	if (node.kind !== "declare") return undefined;
	for (const directive of nodesAt(node, "directives")) {
		const value = nodeAt(directive, "value");
		if (value?.kind === "variable") return "declare with a variable";
		if (folded(nameOf(nodeAt(directive, "key"))) !== "strict_types") continue;
		if (parent?.node.kind !== "program")
			return "declare(strict_types) that is not the first statement";
		if (value?.kind !== "number" || !/^[01]$/.test(textAt(value, "value")))
			return "declare(strict_types) that is neither 0 nor 1";
		if (node.mode !== "none") return "declare(strict_types) with a block";
	}
	return undefined;
};

const SPECIAL =
	/^(self|parent|static|int|float|bool|string|true|false|null|void|never|iterable|object|mixed)$/i;

/** What `use` brings, and what the file has by itself. */
export const uses: Check = ({ node }) => {
	if (node.kind !== "program" && node.kind !== "namespace") return undefined;
	const children = nodesAt(node, "children");
	const taken = new Map<string, string[]>([
		["class", []],
		["function", []],
		["const", []],
	]);
	for (const group of children.filter(({ kind }) => kind === "usegroup")) {
		for (const item of nodesAt(group, "items")) {
			const kind = textAt(item, "type") || textAt(group, "type") || "class";
			const full = nameOf(item);
			const alias = nodeAt(item, "alias");
			const short = alias === undefined ? (full.split("\\").at(-1) ?? "") : nameOf(alias);
			if (kind === "class" && SPECIAL.test(short)) return `use with the name ${short}`;
			taken.get(kind)?.push(kind === "const" ? short : folded(short));
		}
	}
	for (const child of children) {
		if (
			["class", "interface", "trait", "enum"].includes(child.kind) &&
			taken.get("class")?.includes(folded(nameOf(child)))
		) {
			return `${nameOf(child)} is declared and used`;
		}
		if (child.kind === "function" && taken.get("function")?.includes(folded(nameOf(child))))
			return `${nameOf(child)} is declared and used`;
		if (
			child.kind === "constantstatement" &&
			nodesAt(child, "constants").some((one) => taken.get("const")?.includes(nameOf(one)))
		) {
			return "a constant is declared and used";
		}
	}
	const twice = [...taken.values()].map(repeated).find((one) => one !== undefined);
	return twice === undefined ? undefined : `${twice} is used twice`;
};

export const functionNames: Check = ({ node }) => {
	if (node.kind !== "function") return undefined;
	const name = folded(nameOf(node));
	if (name === "__autoload") return "a function __autoload, which PHP 8 has no more";
	return name === "assert" ? "a function assert" : undefined;
};
