import { lineOf, nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { addedSyntax } from "./added-syntax.ts";
import { between, folded, nameOf, withoutComments } from "./check.ts";
import { familyFaults } from "./family/check-family.ts";
import type { Fault } from "./faults.ts";
import { outdated } from "./outdated.ts";
import { isGoneFromPhp } from "./php-declarations.ts";
import { type Place, places } from "./places.ts";

/** Something that only some of the PHPs that OCS runs on take. */
export interface VersionLimit {
	readonly line: number;
	readonly what: string;
	/** The first that takes it, or the last. */
	readonly since?: string;
	readonly until?: string;
}

/** What a file is refused for whose first and last PHP have none between them. */
export function noVersion(limits: readonly VersionLimit[]): Fault | undefined {
	const last = limits.find(({ until }) =>
		limits.some(({ since }) => Number(since) > Number(until)),
	);
	const first = limits.find(({ since }) => Number(since) > Number(last?.until));
	return last === undefined || first === undefined
		? undefined
		: {
				line: last.line,
				what: `${last.what}, for PHP ${last.until} at most, where line ${first.line} needs ${first.since}`,
			};
}

type Limit = Omit<VersionLimit, "line">;

/** In the order of the file, the first of each. */
export function versionLimits(program: PhpNode, source: string): readonly VersionLimit[] {
	const found = new Map<string, VersionLimit>();
	for (const place of places(program)) {
		for (const limit of limitsAt(place, source)) {
			if (!found.has(limit.what)) found.set(limit.what, { line: lineOf(place.node), ...limit });
		}
		for (const { node, ...limit } of familyFaults(place.node)) {
			const isLimited = limit.since !== undefined || limit.until !== undefined;
			if (isLimited) found.set(limit.what, { line: lineOf(node), ...limit });
		}
	}
	return [...found.values()];
}

function limitsAt(place: Place, source: string): readonly Limit[] {
	return [
		...removedAt(place, source),
		...outdated.flatMap(([until, check]) => {
			const what = check(place, source);
			return what === undefined ? [] : [{ what, until }];
		}),
		...addedAt(place),
		...addedSyntax(place, source),
	];
}

/** Taken by PHP 7.4 and by none of PHP 8. */
function* removedAt(place: Place, source: string): Generator<Limit> {
	const { node } = place;
	const gone = (what: string): Limit => ({ what, until: "7.4" });
	if (isInBraces(node, source) && !isLookedInto(place))
		yield gone("braces for the place in a text or an array");
	if (node.kind === "cast" && node.type === "unset") yield gone("the cast (unset)");
	if (node.kind === "cast" && /^\(\s*real\s*\)$/i.test(textAt(node, "raw")))
		yield gone("the cast (real)");
	const called = node.kind === "call" ? nameOf(nodeAt(node, "what")) : "";
	if (isGoneFromPhp(called)) yield gone(`the function ${called}()`);
	const test = node.kind === "retif" ? nodeAt(node, "test") : undefined;
	if (test?.kind === "retif" && test.parenthesizedExpression !== true) {
		const bothShort =
			nodeAt(node, "trueExpr") === undefined && nodeAt(test, "trueExpr") === undefined;
		if (!bothShort) yield gone("a ? b : c ? d : e without parentheses");
	}
}

/** `$a{0}`. */
function isInBraces(node: PhpNode, source: string): boolean {
	if (node.kind !== "offsetlookup") return false;
	const opening = between(nodeAt(node, "what"), nodeAt(node, "offset"), source);
	return /^[^[{]*\{/.test(withoutComments(opening));
}

/** PHP 8 tells braces by a mark that is gone where something is looked up in them, or asked for. */
function isLookedInto({ as, parent }: Place): boolean {
	if (parent === null) return false;
	const { kind } = parent.node;
	if (kind === "isset" || kind === "empty") return true;
	return kind === "staticlookup"
		? nodeAt(parent.node, "offset")?.kind === "variable" || parent.parent?.node.kind === "call"
		: as === "what" && /lookup$/.test(kind);
}

/** In the order in which they came. */
function* addedAt({ node, as, parent }: Place): Generator<Limit> {
	const came = (since: string, what: string): Limit => ({ what, since });
	switch (node.kind) {
		case "match":
			yield came("8.0", "match");
			return;
		case "uniontype":
			yield nodesAt(node, "types").some(({ kind }) => kind === "intersectiontype")
				? came("8.2", "types with & in parentheses")
				: came("8.0", "types with |");
			return;
		case "intersectiontype":
			if (parent?.node.kind !== "uniontype") yield came("8.1", "types with &");
			return;
		case "nullsafepropertylookup":
			yield came("8.0", "?->");
			return;
		case "namedargument":
			yield came("8.0", "arguments with names");
			return;
		case "throw":
			if (as !== "children" && as !== "body") yield came("8.0", "throw in an expression");
			return;
		case "variadicplaceholder":
			yield came("8.1", "f(...)");
			return;
		case "enum":
			yield came("8.1", "an enum");
			return;
		case "number":
			if (/^0o/i.test(textAt(node, "value"))) yield came("8.1", "numbers with 0o");
			return;
		case "parameter":
			if (Number(node.flagsSet ?? 0) > 0) yield came("8.4", "visibilities of writing");
			if (Number(node.flags ?? 0) > 0)
				yield came("8.0", "properties as parameters of a constructor");
			if (node.readonly === true) yield came("8.1", "readonly properties");
			if (nodesAt(node, "hooks").length > 0) yield came("8.4", "hooks of properties");
			if (hasNew(nodeAt(node, "value"))) yield came("8.1", "new in a default");
			return;
		case "property":
			if (node.readonly === true) yield came("8.1", "readonly properties");
			if (nodesAt(node, "hooks").length > 0) yield came("8.4", "hooks of properties");
			return;
		case "class":
			if (node.isReadonly === true)
				yield came(node.isAnonymous === true ? "8.3" : "8.2", "readonly classes");
			return;
		case "classconstant":
			if (nodeAt(node, "type") !== undefined) yield came("8.3", "constants with a type");
			if (node.final === true) yield came("8.1", "final constants");
			if (parent?.node.kind === "trait") yield came("8.2", "constants in a trait");
			return;
		case "staticvariable": {
			const value = nodeAt(node, "defaultValue");
			const isOpen =
				value !== undefined &&
				[...places(value)].some(({ node: inner }) => ["call", "variable"].includes(inner.kind));
			if (hasNew(value)) yield came("8.1", "new as the value of a static variable");
			if (isOpen) yield came("8.3", "static variables with a value that is computed");
			return;
		}
		case "catch":
			if (nodeAt(node, "variable") === undefined) yield came("8.0", "catch without a variable");
			return;
		case "typereference":
			yield* types(folded(textAt(node, "raw")));
			return;
		case "propertystatement":
			if (node.visibilitySet) yield came("8.4", "visibilities of writing");
			if (node.isFinal === true) yield came("8.4", "final properties");
			return;
		case "staticlookup":
			if (nodeAt(node, "offset")?.kind === "literal" && parent?.node.kind !== "call")
				yield came("8.3", "A::{…} that is not called");
			yield* newAlone(node);
			return;
		case "offsetlookup":
		case "propertylookup":
			yield* newAlone(node);
			return;
		default:
	}
}

function* newAlone(lookup: PhpNode): Generator<Limit> {
	const what = nodeAt(lookup, "what");
	if (what?.kind === "new" && what.parenthesizedExpression !== true)
		yield { since: "8.4", what: "new without parentheses around it" };
}

function* types(name: string): Generator<Limit> {
	const since = { mixed: "8.0", never: "8.1", true: "8.2" }[name];
	if (since !== undefined) yield { what: `the type ${name}`, since };
}

function hasNew(value: PhpNode | undefined): boolean {
	return (
		value !== undefined &&
		[...places(value)].some(({ node }) => node.kind === "new" && nameOf(node) !== undefined)
	);
}
