import { isNode, nodeAt, type PhpNode } from "../parse/php-nodes.ts";
import { type Check, nameOf, repeated } from "./check.ts";
import { scopeAround } from "./constant-scope.ts";
import { knownType } from "./constant-type.ts";
import { around, CLASSES, classAround, FUNCTIONS, functionAround, type Place } from "./places.ts";
import { namesOf } from "./types.ts";

const SCALARS =
	"int float string bool false true null array callable iterable object mixed void never".split(
		" ",
	);

/** What cannot be something else as well. */
const NOT_BOTH = [...SCALARS, "self", "static", "parent"];

/** What no type is, wherever it stands. */
export const types: Check = (place) => {
	const { node } = place;
	const isFunction = FUNCTIONS.has(node.kind);
	if (!isFunction && node.kind !== "parameter" && node.kind !== "property") return undefined;
	const names = namesOf(node);
	if (names === null) return undefined;
	const where = isFunction
		? "a return type"
		: node.kind === "parameter"
			? "a parameter"
			: "a property";
	const isSeveral = /^(union|intersection)type$/.test(nodeAt(node, "type")?.kind ?? "");
	if (node.nullable === true && isSeveral) return "? before several types";
	return (
		notType(names) ?? notHere(names, where, isOutsideOfClasses(place)) ?? noParent(names, place)
	);
};

function noParent(names: readonly string[], place: Place): string | undefined {
	const inside = classAround(place);
	const isClosure = /^(closure|arrowfunc)$/.test(functionAround(place)?.node.kind ?? "");
	const hasNone = inside?.kind === "class" && nodeAt(inside, "extends") === undefined;
	if (isClosure || /^(closure|arrowfunc)$/.test(place.node.kind)) return undefined;
	return hasNone && names.includes("parent") ? "parent in a class that has none" : undefined;
}

/** A closure may be bound to a class later. */
function isOutsideOfClasses(place: Place): boolean {
	const owner = FUNCTIONS.has(place.node.kind) ? place : functionAround(place);
	return owner?.node.kind === "function" && classAround(owner) === null;
}

function notType(names: readonly string[]): string | undefined {
	const single = names.flatMap((name) => name.split("&"));
	const mixed = names.find(
		(name) => name.includes("&") && name.split("&").some((one) => NOT_BOTH.includes(one)),
	);
	if (mixed !== undefined) return `the type ${mixed}`;
	const sets = names.map((name) => name.split("&").sort().join("&"));
	const twice =
		repeated(sets) ??
		names.map((name) => repeated(name.split("&"))).find((one) => one !== undefined);
	if (twice !== undefined) return `the type ${twice} twice`;
	const parts = names.map((name) => name.split("&"));
	const several = parts.filter((one) => one.length > 1);
	const wider = parts.find((one) =>
		several.some((other) => other.length > one.length && one.every((part) => other.includes(part))),
	);
	if (wider !== undefined) return `the type ${wider.join("&")} and a narrower one`;
	const has = (name: string) => single.includes(name);
	for (const alone of ["void", "never", "mixed"]) {
		if (has(alone) && names.length > 1) return `${alone} together with another type`;
	}
	if (has("bool") && (has("false") || has("true"))) return "bool together with its own values";
	if (has("true") && has("false")) return "true|false instead of bool";
	if (has("iterable") && (has("array") || has("traversable")))
		return "iterable together with what it is";
	if (has("object") && names.some((name) => !SCALARS.includes(name)))
		return "object together with a class";
	return undefined;
}

function notHere(names: readonly string[], where: string, isOutside: boolean): string | undefined {
	const forbidden =
		where === "a return type"
			? []
			: where === "a parameter"
				? ["void", "never", "static"]
				: ["void", "never", "callable", "static"];
	const found = forbidden.find((name) => names.includes(name));
	if (found !== undefined) return `${found} as the type of ${where}`;
	const classOnly = ["self", "parent", "static"].find((name) => names.includes(name));
	return classOnly !== undefined && isOutside ? `${classOnly} outside of a class` : undefined;
}

/** The types that a constant value may be given to, by the parser's kind of it. */
const TAKES: Readonly<Record<string, readonly string[]>> = {
	int: ["int", "float"],
	float: ["float"],
	string: ["string"],
	array: ["array", "iterable"],
	bool: ["bool", "true", "false"],
	true: ["bool", "true"],
	false: ["bool", "false"],
};

/** A default is of the type that it is a default of. */
export const defaults: Check = (place) => {
	const { node, parent } = place;
	if (node.kind !== "parameter" && node.kind !== "property") return undefined;
	const value = nodeAt(node, "value");
	if (value === undefined) return undefined;
	if (node.variadic === true) return "a default of a parameter with ...";
	// In a list of properties, the first has the type.
	const [first] = (parent?.node.properties ?? []) as readonly PhpNode[];
	const names = namesOf(first ?? node);
	if (names === null || names.includes("mixed")) return undefined;
	const given = knownType(value, scopeAround(place))?.type;
	if (given === undefined) return undefined;
	if (given === "null") {
		// A parameter's null makes its type one that may be null.
		return node.kind === "parameter" && parent?.as !== "" && Number(node.flags ?? 0) === 0
			? undefined
			: names.includes("null")
				? undefined
				: "null as the default of a type that may not be null";
	}
	return (TAKES[given] ?? []).some((name) => names.includes(name))
		? undefined
		: `a default that is no ${names.join("|")}`;
};

const GENERATORS = ["generator", "iterator", "traversable", "iterable", "mixed", "object"];

/** A function gives back what it says. */
export const returns: Check = ({ node }) => {
	if (!FUNCTIONS.has(node.kind)) return undefined;
	const names = namesOf(node);
	if (names === null) return undefined;
	if (node.kind === "arrowfunc")
		return names.includes("void") ? "an arrow function of the type void" : undefined;
	const own = ownNodes(node);
	const type = names.join("|");
	if (own.some(({ kind }) => /^yield(from)?$/.test(kind))) {
		return names.some((name) => GENERATORS.includes(name))
			? undefined
			: `yield in a function of the type ${type}`;
	}
	const all = own.filter(({ kind }) => kind === "return");
	const isBare = (one: PhpNode) => nodeAt(one, "expr") === undefined;
	if (names.includes("never"))
		return all.length > 0 ? "return in a function of the type never" : undefined;
	if (names.includes("void"))
		return all.every(isBare) ? undefined : "a value from a function of the type void";
	return all.some(isBare) ? `return without a value in a function of the type ${type}` : undefined;
};

/** What is in a function, without what is in functions and classes in it. */
function ownNodes(owner: PhpNode): readonly PhpNode[] {
	const found: PhpNode[] = [];
	const waiting = [nodeAt(owner, "body")];
	for (let node = waiting.pop(); waiting.length > 0 || node !== undefined; node = waiting.pop()) {
		if (node === undefined || FUNCTIONS.has(node.kind) || CLASSES.has(node.kind)) continue;
		found.push(node);
		for (const value of Object.values(node)) waiting.push(...[value].flat().filter(isNode));
	}
	return found;
}

/** What stands in these is asked for later, if ever. */
const CONSTANT: ReadonlySet<string> = new Set([
	"parameter",
	"constant",
	"property",
	"enumcase",
	"attribute",
]);

/** self, parent and static need a class around them. */
export const classWords: Check = (place) => {
	const word = /^(self|parent|static)reference$/.exec(place.node.kind)?.[1];
	if (word === undefined) return undefined;
	const inside = classAround(place);
	const lookup = place.parent?.node;
	const isName = /^class$/i.test(nameOf(lookup && nodeAt(lookup, "offset")));
	if (!isName && [...around(place)].some(({ node }) => CONSTANT.has(node.kind))) return undefined;
	// In a closure it is asked when that runs; so is code of the file itself.
	if (inside === null)
		return functionAround(place)?.node.kind === "function"
			? `${word} outside of a class`
			: undefined;
	return word === "parent" && inside.kind === "class" && nodeAt(inside, "extends") === undefined
		? "parent in a class that has none"
		: undefined;
};
