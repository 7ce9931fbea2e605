import { nodeAt, nodesAt, type PhpNode } from "../parse/php-nodes.ts";
import { type Check, nameOf } from "./check.ts";
import { type Place, places } from "./places.ts";

/** What a value that is fixed before the code runs may be made of. */
const FIXED: ReadonlySet<string> = new Set(
	`number string boolean nullkeyword nowdoc array entry noop bin unary retif name identifier magic staticlookup offsetlookup
	selfreference parentreference constref encapsed encapsedpart propertylookup nullsafepropertylookup`.split(
		/\s+/,
	),
);

/** Values of constants, properties, cases, static variables, defaults and attributes. */
export const fixedValues: Check = (place) => {
	const [value, mayMake] = valueAt(place);
	if (value === undefined) return undefined;
	for (const { node, as, parent } of places(value)) {
		if (node.kind === "staticreference") return "static in a constant value";
		if (node.kind === "new") {
			if (!mayMake) return "new in a constant value";
			if (nodeAt(node, "what")?.kind === "class")
				return "a class without a name in a constant value";
			continue;
		}
		if (mayMake && (parent?.node.kind === "new" || node.kind === "namedargument")) continue;
		const isName =
			node.kind === "variable" && as === "offset" && parent?.node.kind === "staticlookup";
		if (isName || !FIXED.has(node.kind))
			return "a constant value that only running the code can tell";
	}
	return undefined;
};

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

export const attributes: Check = ({ node }) => {
	if (node.kind !== "attribute") return undefined;
	const args = nodesAt(node, "args");
	if (args.some(({ kind }) => kind === "variadic" || kind === "variadicplaceholder"))
		return "... in an attribute";
	return args.some((arg) =>
		[...places(arg)].some(
			({ node: inner, parent }) =>
				["variable", "call", "closure"].includes(inner.kind) &&
				parent?.node.kind !== "staticlookup",
		),
	)
		? "an attribute that only running the code can tell"
		: undefined;
};

export const constantNames: Check = ({ node }) =>
	node.kind === "constantstatement" &&
	nodesAt(node, "constants").some((one) => /^(true|false|null)$/i.test(nameOf(one)))
		? "a constant with the name of a value of PHP"
		: undefined;
