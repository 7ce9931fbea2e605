import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, repeated, textOf } from "./check.ts";
import { CLASSES } from "./places.ts";

const RESERVED: ReadonlySet<string> = new Set(
	"self parent static int float bool string true false null void never iterable object mixed".split(
		" ",
	),
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
	return Number(parameter.flags ?? 0) > 0 || parameter.readonly === true;
}

export const methods: Check = ({ node, parent }) => {
	if (node.kind !== "method" || parent === null) return undefined;
	const { kind } = parent.node;
	const name = nameOf(node);
	const isAbstract = node.isAbstract === true;
	const hasBody = nodeAt(node, "body") !== undefined;
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

export const classModifiers: Check = ({ node }) =>
	node.kind === "class" && node.isAbstract === true && node.isFinal === true
		? `the class ${nameOf(node)} is abstract and final`
		: undefined;

/** Constructors take properties as parameters, nobody else does. */
export const promotion: Check = ({ node, parent }) => {
	if (node.kind !== "parameter" || !isPromoted(node) || parent === null) return undefined;
	const owner = parent.node;
	if (owner.kind !== "method" || folded(nameOf(owner)) !== "__construct") {
		return "a parameter with a visibility outside of a constructor";
	}
	if (nodeAt(owner, "body") === undefined)
		return "a property as a parameter of a constructor without a body";
	if (node.variadic === true) return "a property as a parameter with ...";
	if (node.readonly === true && nodeAt(node, "type") === undefined)
		return "a readonly property without a type";
	return folded(nameOf(nodeAt(node, "type"))) === "callable"
		? "callable as the type of a property"
		: undefined;
};

export const properties: Check = ({ node, parent }, source) => {
	if (node.kind !== "propertystatement" || parent === null) return undefined;
	const { kind } = parent.node;
	const text = textOf(node, source);
	if (/^(\$|int\b|float\b|string\b|bool\b|array\b|[A-Z]\w*\s+\$)/.test(text))
		return "a property without public, private or protected";
	if (/^\w+\s+var\s/i.test(text)) return "var together with another word";
	const [first] = nodesAt(node, "properties");
	const hooked = nodesAt(node, "properties").some((one) => nodesAt(one, "hooks").length > 0);
	const name = `the property $${nameOf(first)}`;
	if (kind === "enum") return `${name} in an enum`;
	if (kind === "interface" && !hooked) return `${name} in an interface`;
	if (node.isAbstract === true && !hooked) return `${name} is abstract`;
	const readonly =
		parent.node.isReadonly === true ||
		nodesAt(node, "properties").some((one) => one.readonly === true);
	if (!readonly) return undefined;
	if (node.isStatic === true) return `${name} is static and readonly`;
	if (nodesAt(node, "properties").some((one) => nodeAt(one, "type") === undefined))
		return `${name} is readonly and has no type`;
	return nodesAt(node, "properties").some((one) => nodeAt(one, "value") !== undefined)
		? `${name} is readonly and has a default`
		: undefined;
};

const FINAL_OF_PHP = /^(closure|generator|weakmap|weakreference|fiber|enum|reflectionenum)$/i;

export const builtInParents: Check = ({ node }) =>
	node.kind === "class" && FINAL_OF_PHP.test(nameOf(nodeAt(node, "extends")))
		? `a class that extends ${nameOf(nodeAt(node, "extends"))}, which is final`
		: undefined;

export const catches: Check = ({ node }) =>
	node.kind === "catch" &&
	nodesAt(node, "what").some((one) =>
		/^(self|parent|static)(reference)?$/i.test(one.kind === "name" ? nameOf(one) : one.kind),
	)
		? "catch of a word that is no class"
		: undefined;

export const classConstants: Check = ({ node }) =>
	node.kind === "classconstant" && node.final === true && node.visibility === "private"
		? "a constant that is private and final"
		: undefined;

export const enumCases: Check = ({ node, parent }) => {
	if (node.kind === "enum") {
		const type = folded(nameOf(nodeAt(node, "valueType")));
		return type === "" || type === "int" || type === "string"
			? undefined
			: `an enum of the type ${type}`;
	}
	if (node.kind !== "enumcase" || parent === null) return undefined;
	if (parent.node.kind !== "enum") return "a case outside of an enum";
	const isBacked = nodeAt(parent.node, "valueType") !== undefined;
	const hasValue = nodeAt(node, "value") !== undefined;
	if (isBacked && !hasValue) return `the case ${nameOf(node)} without a value`;
	return !isBacked && hasValue ? `the case ${nameOf(node)} with a value` : undefined;
};

export const traitNames: Check = ({ node, parent }, source) => {
	if (node.kind === "traituse" && parent?.node.kind === "interface")
		return "a trait in an interface";
	const word =
		node.kind === "traitalias"
			? /\bas\s+(static|abstract|final|readonly)\b/i.exec(textOf(node, source))?.[1]
			: undefined;
	return word === undefined ? undefined : `${word} as what a trait's method becomes`;
};

/** Number of parameters, static or not, and type of what is given back, of the methods that PHP calls by itself. */
const MAGIC: Readonly<
	Record<
		string,
		readonly [parameters: number | null, isStatic: boolean | null, type: string | null]
	>
> = {
	__get: [1, false, null],
	__set: [2, false, "void"],
	__isset: [1, false, "bool"],
	__unset: [1, false, "void"],
	__call: [2, false, null],
	__callstatic: [2, true, null],
	__tostring: [0, false, "string"],
	__debuginfo: [0, false, "array"],
	__serialize: [0, false, "array"],
	__unserialize: [1, false, "void"],
	__set_state: [1, true, "object"],
	__invoke: [null, false, null],
	__sleep: [0, false, "array"],
	__wakeup: [0, false, "void"],
	__construct: [null, false, ""],
	__destruct: [0, false, ""],
	__clone: [0, false, "void"],
};

export const magicMethods: Check = ({ node }) => {
	const rule = node.kind === "method" ? MAGIC[folded(nameOf(node))] : undefined;
	if (rule === undefined) return undefined;
	const [count, isStatic, returned] = rule;
	const name = nameOf(node);
	const given = nodesAt(node, "arguments");
	if (count !== null && given.length !== count)
		return `${name} with ${given.length} parameters instead of ${count}`;
	if (count !== null && given.some((one) => one.byref === true)) return `${name} takes a reference`;
	if (isStatic !== null && (node.isStatic === true) !== isStatic)
		return `${name} is ${isStatic ? "not static" : "static"}`;
	const type = nodeAt(node, "type");
	if (returned === null || type === undefined) return undefined;
	if (returned === "") return `${name} with a return type`;
	return new RegExp(`^(${returned}|static|self)$`).test(folded(nameOf(type))) ||
		type.kind !== "typereference"
		? undefined
		: `${name} of the type ${nameOf(type)}`;
};

/** What one class of the file says of another. */
export const familyOf: Check = ({ node }) => {
	if (node.kind !== "program") return undefined;
	const scope = nodesAt(node, "children").filter(({ kind }) => CLASSES.has(kind));
	const byName = new Map(scope.map((one) => [folded(nameOf(one)), one]));
	for (const one of scope) {
		const above = nodeAt(one, "extends");
		const parent = above === undefined ? undefined : byName.get(folded(nameOf(above)));
		if (one.kind !== "class" || parent === undefined || parent === one) continue;
		if (parent.kind !== "class") return `the class ${nameOf(one)} extends a ${parent.kind}`;
		if (parent.isFinal === true) return `the class ${nameOf(one)} extends a final one`;
		if ((parent.isReadonly === true) !== (one.isReadonly === true))
			return `of the class ${nameOf(one)} and its parent one is readonly`;
		const own = new Map(
			nodesAt(one, "body")
				.filter(({ kind }) => kind === "method")
				.map((method) => [folded(nameOf(method)), method]),
		);
		for (const method of nodesAt(parent, "body").filter(({ kind }) => kind === "method")) {
			const name = nameOf(method);
			const mine = own.get(folded(name));
			if (mine === undefined) {
				if (method.isAbstract === true && one.isAbstract !== true)
					return `the class ${nameOf(one)} lacks the method ${name}`;
			} else if (method.visibility === "private") {
				if (method.isFinal === true && folded(name) === "__construct")
					return `the method ${name} is final above`;
			} else if (method.isFinal === true) return `the method ${name} is final above`;
			else if (method.isStatic !== mine.isStatic)
				return `the method ${name} is static in one class and not in the other`;
			else if (rank(mine) > rank(method)) return `the method ${name} is less visible than above`;
			else if (folded(name) !== "__construct" && required(mine) > required(method))
				return `the method ${name} asks for more than the one above`;
		}
	}
	return undefined;
};

function rank(member: PhpNode): number {
	return member.visibility === "private" ? 2 : member.visibility === "protected" ? 1 : 0;
}

function required(method: PhpNode): number {
	return nodesAt(method, "arguments").filter(
		(one) => nodeAt(one, "value") === undefined && one.variadic !== true,
	).length;
}
