import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, repeated, textOf } from "./check.ts";
import { CLASSES } from "./places.ts";
import { namesOf } from "./types.ts";

const RESERVED: ReadonlySet<string> = new Set(
	"self parent static int float bool string true false null void iterable object".split(" "),
);

export const classNames: Check = ({ node }) => {
	if (!CLASSES.has(node.kind)) return undefined;
	const name = nameOf(node);
	if (RESERVED.has(folded(name)))
		return `a ${node.kind} of the name ${name}, which PHP keeps for itself`;
	const above = [node.extends, node.implements]
		.flat()
		.map((one) => one as PhpNode | null)
		.filter((one) => one !== null && one !== undefined);
	const special = above.find(
		(one) =>
			/^(self|parent|static)reference$/.test(one.kind) ||
			/^(self|parent|static)$/i.test(nameOf(one)),
	);
	return special === undefined
		? undefined
		: `a ${node.kind} on top of ${textAt(special, "raw") || nameOf(special)}`;
};

/** Nothing is there twice in a class. */
export const membersTwice: Check = ({ node }) => {
	if (!CLASSES.has(node.kind)) return undefined;
	const members = nodesAt(node, "body");
	const methods = members.filter(({ kind }) => kind === "method");
	const method = repeated(methods.map((one) => folded(nameOf(one))));
	if (method !== undefined) return `the method ${method} twice`;
	const promoted = methods
		.filter((one) => folded(nameOf(one)) === "__construct")
		.flatMap((one) => nodesAt(one, "arguments").filter(isPromoted));
	const properties = members
		.filter(({ kind }) => kind === "propertystatement")
		.flatMap((one) => nodesAt(one, "properties"));
	const property = repeated([...properties, ...promoted].map(nameOf));
	if (property !== undefined) return `the property $${property} twice`;
	const constants = members.flatMap((one) =>
		one.kind === "enumcase" ? [one] : one.kind === "classconstant" ? nodesAt(one, "constants") : [],
	);
	if (constants.some((one) => folded(nameOf(one)) === "class"))
		return "a constant of the name class";
	const constant = repeated(constants.map(nameOf));
	return constant === undefined ? undefined : `the constant ${constant} twice`;
};

function isPromoted(parameter: PhpNode): boolean {
	const isVisible = [parameter.flags, parameter.flagsSet].some((flags) => Number(flags ?? 0) > 0);
	return isVisible || parameter.readonly === true;
}

export const methods: Check = ({ node, parent }) => {
	if (node.kind !== "method" || parent === null) return undefined;
	const { kind } = parent.node;
	const name = nameOf(node);
	const isAbstract = node.isAbstract === true;
	const hasBody = nodeAt(node, "body") !== undefined;
	if (name === "") return "a method without a name";
	if (node.isReadonly === true) return `the method ${name} is readonly`;
	if (kind === "interface") {
		if (hasBody) return `the method ${name} of an interface with a body`;
		if (node.visibility === "private" || node.visibility === "protected")
			return `the method ${name} of an interface is not public`;
		if (node.isFinal === true) return `the method ${name} of an interface is final`;
		return isAbstract ? `the method ${name} of an interface is abstract` : undefined;
	}
	if (isAbstract && hasBody) return `the abstract method ${name} with a body`;
	if (!isAbstract && !hasBody) return `the method ${name} without a body`;
	if (isAbstract && node.isFinal === true) return `the method ${name} is abstract and final`;
	if (isAbstract && node.visibility === "private" && kind !== "trait")
		return `the abstract method ${name} is private`;
	if (isAbstract && kind === "enum") return `the method ${name} of an enum is abstract`;
	if (isAbstract && kind === "class" && parent.node.isAbstract !== true) {
		return `the method ${name} is abstract, and its class is not`;
	}
	return undefined;
};

export const classModifiers: Check = ({ node }, source) => {
	if (node.kind !== "class") return undefined;
	if (node.isAbstract === true && node.isFinal === true)
		return `the class ${nameOf(node)} is abstract and final`;
	return /^(\w+\s+)?readonly\s+(\w+\s+)?readonly\s/i.test(textOf(node, source))
		? `the class ${nameOf(node)} is readonly twice`
		: undefined;
};

/** Constructors take properties as parameters, nobody else does. */
export const promotion: Check = ({ node, parent }) => {
	if (node.kind !== "parameter" || !isPromoted(node) || parent === null) return undefined;
	const isReadonly = node.readonly === true || parent.parent?.node.isReadonly === true;
	const owner = parent.node;
	if (owner.kind !== "method" || folded(nameOf(owner)) !== "__construct") {
		return "a parameter with a visibility outside of a constructor";
	}
	if (nodeAt(owner, "body") === undefined)
		return "a property as a parameter of a constructor without a body";
	if (node.variadic === true) return "a property as a parameter with ...";
	if (isReadonly && nodeAt(node, "type") === undefined) return "a readonly property without a type";
	return namesOf(node)?.includes("callable") ? "callable as the type of a property" : undefined;
};

export const properties: Check = ({ node, parent }, source) => {
	if (node.kind !== "propertystatement" || parent === null) return undefined;
	const { kind } = parent.node;
	const all = nodesAt(node, "properties");
	const [first, ...others] = all;
	if (!hasModifier(node)) return "a property without public, private or protected";
	if (/^\w+\s+var\s/i.test(textOf(node, source))) return "var together with another word";
	if (others.some((one) => nodeAt(one, "type") !== undefined))
		return "a second type in one list of properties";
	const hooked = all.some((one) => nodesAt(one, "hooks").length > 0);
	const name = `the property $${nameOf(first)}`;
	if (kind === "enum") return `${name} in an enum`;
	if (kind === "interface" && !hooked) return `${name} in an interface`;
	if (node.isAbstract === true && !hooked) return `${name} is abstract`;
	if (parent.node.isReadonly !== true && first?.readonly !== true) return undefined;
	if (node.isStatic === true) return `${name} is static and readonly`;
	if (first === undefined || nodeAt(first, "type") === undefined)
		return `${name} is readonly and has no type`;
	return all.some((one) => nodeAt(one, "value") !== undefined)
		? `${name} is readonly and has a default`
		: undefined;
};

/** What the parser tells of a property without any is the same as of `var`, but for the visibility. */
function hasModifier(node: PhpNode): boolean {
	return (
		node.visibility !== "" ||
		[node.isStatic, node.isAbstract, node.isFinal, node.visibilitySet].some(Boolean) ||
		nodesAt(node, "properties")[0]?.readonly === true
	);
}

export const catches: Check = ({ node }) =>
	node.kind === "catch" &&
	nodesAt(node, "what").some((one) =>
		/^(self|parent|static)(reference)?$/i.test(one.kind === "name" ? nameOf(one) : one.kind),
	)
		? "catch of a word that is no class"
		: undefined;

export const classConstants: Check = ({ node, parent }) => {
	if (node.kind !== "classconstant") return undefined;
	if (node.final === true && node.visibility === "private")
		return "a constant that is private and final";
	return parent?.node.kind === "interface" && /^pr/.test(textAt(node, "visibility"))
		? "a constant of an interface is not public"
		: undefined;
};

export const enumCases: Check = ({ node, parent }) => {
	if (node.kind === "enum") {
		if (textAt(nodeAt(node, "valueType") ?? node, "name").startsWith("\\"))
			return "an enum of a type with a backslash";
		const type = folded(nameOf(nodeAt(node, "valueType")));
		return type === "" || type === "int" || type === "string"
			? undefined
			: `an enum of the type ${type}`;
	}
	if (node.kind !== "enumcase" || parent === null) return undefined;
	if (parent.node.kind !== "enum") return "a case outside of an enum";
	if (!/^[a-z_\x80-\xff]/i.test(nameOf(node))) return `a case of the name ${nameOf(node)}`;
	const isBacked = nodeAt(parent.node, "valueType") !== undefined;
	const hasValue = nodeAt(node, "value") !== undefined;
	if (isBacked && !hasValue) return `the case ${nameOf(node)} without a value`;
	return !isBacked && hasValue ? `the case ${nameOf(node)} with a value` : undefined;
};

export const traitNames: Check = ({ node, parent }, source) => {
	if (node.kind === "traituse" && parent?.node.kind === "interface")
		return "a trait in an interface";
	if (node.kind === "traituse" && nodesAt(node, "traits").some(({ kind }) => kind !== "name"))
		return "a word of PHP as the name of a trait";
	if (node.kind === "traitprecedence" && nodeAt(node, "trait") === undefined)
		return "insteadof without the trait before it";
	const word =
		node.kind === "traitalias"
			? /\bas\s+(static|abstract|final|readonly)\b/i.exec(textOf(node, source))?.[1]
			: undefined;
	return word === undefined ? undefined : `${word} as what a trait's method becomes`;
};
