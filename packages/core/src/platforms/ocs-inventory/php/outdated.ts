import { nodeAt, nodesAt, type PhpNode } from "../parse/php-nodes.ts";
import { type Check, folded, isVariable, nameOf, repeated } from "./check.ts";
import { magicSignatures } from "./check-magic.ts";
import { attributesUntil } from "./outdated-attributes.ts";
import { CLASSES } from "./places.ts";

const className: (word: RegExp) => Check =
	(word) =>
	({ node }) => {
		if (CLASSES.has(node.kind) && word.test(nameOf(node)))
			return `a ${node.kind} of the name ${nameOf(node)}`;
		const alias = node.kind === "useitem" ? nodeAt(node, "alias") : undefined;
		const used = alias === undefined ? (nameOf(node).split("\\").at(-1) ?? "") : nameOf(alias);
		return node.kind === "useitem" && node.type === null && word.test(used)
			? `use with the name ${used}`
			: undefined;
	};

const functionNames: Check = ({ node, parent }) => {
	if (node.kind !== "function") return undefined;
	const name = folded(nameOf(node));
	if (name === "__autoload") return "a function __autoload";
	return name === "assert" && parent?.node.kind === "namespace" ? "a function assert" : undefined;
};

const CHANGES: ReadonlySet<string> = new Set(["assign", "assignref", "pre", "post", "foreach"]);

/** $GLOBALS is read, and its elements are set; as a whole it is nothing to write to. */
const globals: Check = ({ node, as, parent }) => {
	const inside = parent?.node;
	if (inside === undefined || !isVariable(node, "GLOBALS")) return undefined;
	const isReferred = inside.kind === "assignref" && as === "right";
	const isEntry =
		inside.kind === "entry" && (parent?.parent?.node.kind === "list" || inside.byRef === true);
	const isAppended = inside.kind === "offsetlookup" && inside.offset === false && as === "what";
	const isChanged =
		CHANGES.has(inside.kind) && (as === "left" || as === "what" || as === "value" || as === "key");
	return isReferred || isEntry || isAppended || isChanged || inside.kind === "unset"
		? "$GLOBALS as a whole is written to"
		: undefined;
};

/** A static variable is there once in a function. */
const staticVariables: Check = ({ node }) => {
	if (node.kind !== "function" && node.kind !== "method" && node.kind !== "closure")
		return undefined;
	const names = statics(nodeAt(node, "body"));
	const twice = repeated(names);
	return twice === undefined ? undefined : `static $${twice} twice in a function`;
};

function statics(body: PhpNode | undefined): readonly string[] {
	return (body === undefined ? [] : nodesAt(body, "children"))
		.filter(({ kind }) => kind === "static")
		.flatMap((one) =>
			nodesAt(one, "variables").map((each) => nameOf(nodeAt(each, "variable") ?? each)),
		);
}

/** What only older PHPs take, with the last that does. */
export const outdated: readonly (readonly [until: string, check: Check])[] = [
	["7.4", magicSignatures],
	["7.4", functionNames],
	["7.4", className(/^mixed$/i)],
	["8.0", className(/^never$/i)],
	["8.0", globals],
	["8.2", staticVariables],
	...["7.4", "8.0", "8.1", "8.2", "8.3"].map((last) => [last, attributesUntil(last)] as const),
];
