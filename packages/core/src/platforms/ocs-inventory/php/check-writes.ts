import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { AUTO_GLOBALS, type Check, isVariable, nameOf, repeated } from "./check.ts";
import { knownType } from "./constant-type.ts";
import type { Place } from "./places.ts";

const CALL = "the result of a call cannot be changed";

/** $this is given, never set. */
export const ownObject: Check = ({ node, as, parent }) => {
	if (!isThis(node) || parent === null) return undefined;
	const inside = parent.node.kind;
	const isSet =
		(inside === "assign" && as === "left" && /^(\?\?)?=$/.test(textAt(parent.node, "operator"))) ||
		(inside === "assignref" && as === "left") ||
		(inside === "foreach" && (as === "value" || as === "key")) ||
		(inside === "catch" && as === "variable") ||
		inside === "global" ||
		inside === "staticvariable" ||
		inside === "static" ||
		(inside === "closure" && as === "uses") ||
		(inside === "unset" && as === "variables") ||
		(inside === "entry" && as === "value" && isList(parent));
	return isSet ? "$this is set, taken or thrown away" : undefined;
};

function isThis(node: PhpNode): boolean {
	const named = node.kind === "variable" ? nodeAt(node, "name") : undefined;
	return isVariable(node, "this") || (named?.kind === "string" && named.value === "this");
}

function isList(place: Place): boolean {
	return place.parent?.node.kind === "list";
}

/** Where something is put, there must be a place for it. */
export const targets: Check = (place) => {
	const { node } = place;
	switch (node.kind) {
		case "assign":
			return (
				notWritable(nodeAt(node, "left"), textAt(node, "operator") === "=") ??
				(takesReference(nodeAt(node, "left")) ? notReferable(nodeAt(node, "right")) : undefined)
			);
		case "assignref":
			return notWritable(nodeAt(node, "left"), false) ?? notReferable(nodeAt(node, "right"));
		case "pre":
		case "post":
			return notWritable(nodeAt(node, "what"), false);
		case "foreach":
			return (
				notWritable(nodeAt(node, "value"), true) ??
				(nodeAt(node, "key")?.byref === true ? "a key of foreach as a reference" : undefined)
			);
		case "unset":
			return firstOf(nodesAt(node, "variables"), (one) =>
				one.kind === "offsetlookup" && one.offset === false
					? "unset of []"
					: notWritable(one, false),
			);
		case "list":
			return notList(node);
		case "entry":
			return node.byRef === true && place.parent?.node.kind === "array"
				? notReferable(nodeAt(node, "value"))
				: undefined;
		default:
			return undefined;
	}
};

function notReferable(node: PhpNode | undefined): string | undefined {
	if (node === undefined) return undefined;
	if (isNullsafe(node)) return "a reference to a chain with ?->";
	const isName = node.kind === "staticlookup" && nodeAt(node, "offset")?.kind !== "variable";
	return isName || !/^(variable|call|.*lookup)$/.test(node.kind)
		? "a reference to a value"
		: undefined;
}

function takesReference(target: PhpNode | undefined): boolean {
	if (target?.kind !== "list") return false;
	return nodesAt(target, "items").some(
		(entry) => entry.byRef === true || takesReference(nodeAt(entry, "value")),
	);
}

function firstOf<T>(all: readonly T[], check: (one: T) => string | undefined): string | undefined {
	for (const one of all) {
		const fault = check(one);
		if (fault !== undefined) return fault;
	}
	return undefined;
}

function notWritable(node: PhpNode | undefined, mayBeList: boolean): string | undefined {
	if (node === undefined) return undefined;
	if (node.kind === "call") return CALL;
	if (node.kind === "list" || node.kind === "array") {
		return mayBeList ? undefined : "a list where one place is asked for";
	}
	if (isNullsafe(node)) return "something is written to a chain with ?->";
	return isPlace(node) ? undefined : "something is written to a value";
}

/** A variable or a static one, or what is looked up in one or in the result of a call. */
function isPlace(node: PhpNode): boolean {
	if (node.kind === "variable") return true;
	if (node.kind === "staticlookup") return nodeAt(node, "offset")?.kind === "variable";
	const what = nodeAt(node, "what");
	const isLookup = node.kind === "propertylookup" || node.kind === "offsetlookup";
	return isLookup && what !== undefined && (what.kind === "call" || isPlace(what));
}

function isNullsafe(node: PhpNode): boolean {
	if (node.kind === "nullsafepropertylookup") return true;
	const what = nodeAt(node, "what");
	return /lookup$|^call$/.test(node.kind) && what !== undefined && isNullsafe(what);
}

function notList(list: PhpNode): string | undefined {
	const entries = nodesAt(list, "items").filter(({ kind }) => kind !== "noop");
	if (entries.length === 0) return "an empty list";
	if (entries.some(({ unpack }) => unpack === true)) return "... in a list that is assigned to";
	const keyed = entries.filter(({ key }) => key !== null && key !== undefined);
	if (
		keyed.length > 0 &&
		(keyed.length < entries.length || nodesAt(list, "items").length > entries.length)
	) {
		return "a list with and without keys";
	}
	return firstOf(entries, (entry) => {
		const value = nodeAt(entry, "value");
		if (/^(list|array)$/.test(value?.kind ?? "") && value?.shortForm !== list.shortForm)
			return "list() and [] in each other";
		return notWritable(value, true);
	});
}

/** [] has no value: it is written to, or given to a call that may. */
export const emptyOffset: Check = (place) => {
	if (place.node.kind !== "offsetlookup" || place.node.offset !== false) return undefined;
	let chain = place;
	while (chain.as === "what" && /^(offset|property)lookup$/.test(chain.parent?.node.kind ?? ""))
		chain = chain.parent as Place;
	const [inside, as] = [chain.parent?.node, chain.as];
	if (inside === undefined) return undefined;
	return isWritten(inside, as, chain, chain === place) ? undefined : "[] is read";
};

function isWritten(inside: PhpNode, as: string, chain: Place, isAlone: boolean): boolean {
	switch (inside.kind) {
		case "assign":
			return as === "left" && inside.operator !== "??=";
		case "assignref":
		case "pre":
		case "post":
			return true;
		case "foreach":
			return as !== "source";
		case "entry":
			return as === "value" && chain.parent?.parent?.node.kind === "list";
		case "call":
		case "new":
			return as === "arguments";
		case "variadic":
		case "namedargument":
			return true;
		case "staticlookup":
			return isAlone && as === "what" && chain.parent?.parent?.node.kind !== "call";
		default:
			return false;
	}
}

/** Nothing may be left out of an array. */
export const arrays: Check = ({ node }) => {
	if (node.kind !== "array") return undefined;
	const items = nodesAt(node, "items");
	if (items.some(({ kind }) => kind === "noop")) return "an array with an empty place";
	const isFixed = items.every((one) => knownType(nodeAt(one, "value")) !== null);
	const spread = items.filter(({ unpack }) => unpack === true);
	return isFixed && spread.some((one) => knownType(nodeAt(one, "value"))?.type !== "array")
		? "... of something that is no array"
		: undefined;
};

const ASKABLE = new Set(
	"variable propertylookup nullsafepropertylookup staticlookup offsetlookup".split(" "),
);

export const issets: Check = ({ node }) =>
	node.kind === "isset" &&
	nodesAt(node, "variables").some(
		(one) =>
			!ASKABLE.has(one.kind) ||
			(one.kind === "staticlookup" && nodeAt(one, "offset")?.kind !== "variable"),
	)
		? "isset of something that is no variable"
		: undefined;

/** Parameters, and what a closure takes with it. */
export const parameters: Check = ({ node }) => {
	const names = nodesAt(node, "arguments")
		.filter(({ kind }) => kind === "parameter")
		.map((one) => nameOf(one));
	const twice = repeated(names);
	if (twice !== undefined) return `the parameter $${twice} twice`;
	if (names.includes("this")) return "a parameter $this";
	const global = names.find((name) => AUTO_GLOBALS.has(name));
	if (global !== undefined) return `a parameter $${global}`;
	if (node.kind !== "closure") return undefined;
	const uses = nodesAt(node, "uses").map(nameOf);
	const used = repeated(uses) ?? uses.find((name) => names.includes(name));
	if (used !== undefined) return `$${used} is taken into a closure twice`;
	return uses.some((name) => AUTO_GLOBALS.has(name))
		? "a global is taken into a closure"
		: undefined;
};

/** What a call is given. */
export const callArguments: Check = ({ node }) => {
	if (node.kind !== "call" && node.kind !== "new") return undefined;
	const given = nodesAt(node, "arguments");
	if (given.some(({ byref }) => byref === true)) return "& in a call";
	if (given.some(({ kind }) => kind === "variadicplaceholder")) {
		if (node.kind === "new") return "new with (...)";
		const what = nodeAt(node, "what");
		return what !== undefined && isNullsafe(what) ? "?-> with (...)" : undefined;
	}
	const unpacked = given.findIndex(({ kind }) => kind === "variadic");
	const later = unpacked < 0 ? [] : given.slice(unpacked);
	if (later.some(({ kind }) => !/^(variadic|namedargument|noop)$/.test(kind))) {
		return "an argument behind ...";
	}
	const firstNamed = given.findIndex(({ kind }) => kind === "namedargument");
	const behind = firstNamed < 0 ? [] : given.slice(firstNamed);
	if (behind.some(({ kind }) => kind !== "namedargument" && kind !== "noop"))
		return "an argument without a name behind one with";
	return undefined;
};
