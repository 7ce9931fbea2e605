import { nodeAt, nodesAt, type PhpNode } from "../parse/php-nodes.ts";
import { type Check, nameOf, repeated, textOf, withoutComments } from "./check.ts";
import { type Place, places } from "./places.ts";

/** What a value that is fixed before the code runs may be made of. */
const FIXED: ReadonlySet<string> = new Set(
	`number string boolean nullkeyword nowdoc array entry noop bin unary retif name identifier magic staticlookup offsetlookup
	selfreference parentreference constref encapsed encapsedpart propertylookup nullsafepropertylookup`.split(
		/\s+/,
	),
);

/** Values of constants, properties, cases, static variables and defaults. */
export const fixedValues: Check = (place, source) => {
	const [value, mayMake] = valueAt(place);
	return value === undefined ? undefined : notFixed(value, mayMake, source);
};

/** What of it only running the code can tell. */
function notFixed(value: PhpNode, mayMake: boolean, source: string): string | undefined {
	for (const { node, as, parent } of places(value)) {
		if (node.kind === "staticreference") return "static in a constant value";
		const what = nodeAt(node, "what");
		if (node.kind === "new") {
			if (!mayMake) return "new in a constant value";
			if (what?.kind === "class") return "a class without a name in a constant value";
			if (what?.kind !== "string" && isGrouped(node, source))
				return "new with a class in parentheses in a constant value";
		}
		const isClassKnown =
			(node.kind !== "new" && node.kind !== "staticlookup") ||
			(what?.parenthesizedExpression !== true && what?.kind !== "variable");
		const isMade = mayMake && (node.kind === "new" || node.kind === "namedargument");
		const isName =
			node.kind === "variable" && as === "offset" && parent?.node.kind === "staticlookup";
		const isRun = node.type === "instanceof" || node.type === "shell";
		if (!isClassKnown || isRun || isName || !(isMade || FIXED.has(node.kind)))
			return "a constant value that only running the code can tell";
	}
	return undefined;
}

/** `new (A)`. */
function isGrouped(made: PhpNode, source: string): boolean {
	return /^new\s*\(/i.test(withoutComments(textOf(made, source)));
}

/** The value, and whether `new` may stand in it. */
function valueAt({ node, parent }: Place): readonly [PhpNode | undefined, boolean] {
	switch (node.kind) {
		case "constant":
			return [nodeAt(node, "value"), parent?.node.kind === "constantstatement"];
		case "property":
		case "enumcase":
			return [nodeAt(node, "value"), false];
		case "staticvariable":
			return [nodeAt(node, "defaultValue"), true];
		case "parameter":
			return [nodeAt(node, "value"), true];
		default:
			return [undefined, false];
	}
}

export const attributes: Check = ({ node }, source) => {
	if (node.kind !== "attribute") return undefined;
	const args = nodesAt(node, "args");
	if (args.some(({ kind }) => kind === "variadic" || kind === "variadicplaceholder"))
		return "... in an attribute";
	const names = args.filter(({ kind }) => kind === "namedargument");
	if (args.slice(args.length - names.length).some(({ kind }) => kind !== "namedargument"))
		return "an argument without a name behind one with";
	const twice = repeated(names.map(nameOf));
	if (twice !== undefined) return `the argument ${twice} twice in an attribute`;
	return args.map((arg) => notFixed(arg, true, source)).find((fault) => fault !== undefined);
};

export const constantNames: Check = ({ node }) =>
	node.kind === "constantstatement" &&
	nodesAt(node, "constants").some((one) => /^(true|false|null)$/i.test(nameOf(one)))
		? "a constant with the name of a value of PHP"
		: undefined;
