import { nodeAt, nodesAt, type PhpNode } from "../parse/php-nodes.ts";
import { between, folded, nameOf, offsetOf, textOf } from "./check.ts";
import { FUNCTIONS, type Place } from "./places.ts";
import { namesOf } from "./types.ts";

/** What came to PHP's grammar after 7.4 in places where the parser tells no kind of its own for it. */
export function* addedSyntax(place: Place, source: string): Generator<Added> {
	const { node } = place;
	for (const [kinds, since, what, isThere] of ADDED) {
		if (kinds.has(node.kind) && isThere(place, source)) yield { since, what };
	}
}

interface Added {
	readonly since: string;
	readonly what: string;
}

type Row = readonly [
	kinds: ReadonlySet<string>,
	since: string,
	what: string,
	isThere: (place: Place, source: string) => boolean,
];

const row = (kinds: string, since: string, what: string, isThere: Row[3]): Row => [
	new Set(kinds.split(" ")),
	since,
	what,
	isThere,
];

const CALLABLE = "function method closure arrowfunc";
const TYPED = `${CALLABLE} parameter property`;
const LOOKUPS = "propertylookup offsetlookup staticlookup";

const ADDED: readonly Row[] = [
	row(CALLABLE, "8.0", "a comma behind the last parameter", ({ node }, source) =>
		isBeforeComma(nodesAt(node, "arguments").at(-1), source),
	),
	row("closure", "8.0", "a comma behind the last variable of use", ({ node }, source) =>
		isBeforeComma(nodesAt(node, "uses").at(-1), source),
	),
	row("staticlookup", "8.0", "::class of a value", ({ node }) => {
		const what = nodeAt(node, "what");
		const isName = /^(name|(self|parent|static)reference)$/.test(what?.kind ?? "");
		return !isName && folded(nameOf(nodeAt(node, "offset"))) === "class";
	}),
	row("new", "8.0", "new with a class in parentheses", ({ node }, source) =>
		/^new\s*\(/i.test(textOf(node, source)),
	),
	row("bin", "8.0", "instanceof with a class in parentheses", ({ node }, source) =>
		node.type === "."
			? /instanceof/i.test(between(nodeAt(node, "left"), nodeAt(node, "right"), source))
			: false,
	),
	row(
		"namespace name useitem",
		"8.0",
		"a word of PHP's own in the name of a namespace",
		({ node }) => isReserved(node),
	),
	row(CALLABLE, "8.0", "static as a return type", ({ node }) => {
		const names = namesOf(node);
		return names?.includes("static") === true;
	}),
	row("method", "8.0", "a private and abstract method in a trait", ({ node, parent }) =>
		node.isAbstract === true && node.visibility === "private"
			? parent?.node.kind === "trait"
			: false,
	),
	row(
		"method",
		"8.0",
		"__clone with a return type",
		({ node }) => folded(nameOf(node)) === "__clone" && nodeAt(node, "type") !== undefined,
	),
	row("attrgroup", "8.0", "an attribute with code on its line", ({ node }, source) => {
		const isOnLine = /^[ \t]*(?!\/\/|#(?!\[))[^\s]/.test(source.slice(offsetOf(node, "end")));
		return isOnLine || textOf(node, source).includes("\n");
	}),
	row(
		LOOKUPS,
		"8.0",
		"a place of a text with variables, or of a word such as __LINE__",
		({ node }) => /^(encapsed|magic)$/.test(nodeAt(node, "what")?.kind ?? ""),
	),
	row("propertylookup staticlookup", "8.0", "a place of a constant", ({ node }) => {
		const what = nodeAt(node, "what");
		const isConstant =
			what?.kind === "staticlookup" && nodeAt(what, "offset")?.kind === "identifier";
		return isConstant || (node.kind === "propertylookup" && what?.kind === "name");
	}),
	row(
		"arrowfunc",
		"8.0",
		"throw in an expression",
		({ node }) => nodeAt(node, "body")?.kind === "throw",
	),
	row("attribute", "8.1", "new in an attribute", ({ node }) =>
		nodesAt(node, "args").some((arg) => (nodeAt(arg, "value") ?? arg).kind === "new"),
	),
	row(TYPED, "8.2", "null or false as a type of its own", ({ node }) => {
		const names = namesOf(node);
		return names?.every((name) => name === "null" || name === "false") === true;
	}),
	row("propertylookup nullsafepropertylookup", "8.2", "-> in a constant value", (place) =>
		isConstantValue(place),
	),
];

function isBeforeComma(last: PhpNode | undefined, source: string): boolean {
	if (last === undefined) return false;
	const end = offsetOf(last, "end");
	return /^\s*,\s*\)/.test(source.slice(end, end + 200));
}

const WORDS: ReadonlySet<string> = new Set(
	`abstract and array as break callable case catch class clone const continue declare default do echo else elseif
	empty enddeclare endfor endforeach endif endswitch endwhile eval exit extends final finally fn for foreach
	function global goto if implements include include_once instanceof insteadof interface isset list new or print
	private protected public require require_once return static switch throw trait try unset use var while xor
	yield`.split(/\s+/),
);

function isReserved(node: PhpNode): boolean {
	const parts = folded(nameOf(node)).split("\\");
	return (node.kind === "namespace" || parts.length > 1) && parts.some((part) => WORDS.has(part));
}

const CONSTANT: ReadonlySet<string> = new Set(
	"parameter constant property enumcase attribute staticvariable".split(" "),
);

/** Kept for the places of long chains, each of which would go all the way up. */
const known = new WeakMap<Place, boolean>();

function isConstantValue(place: Place): boolean {
	let answer: boolean | undefined;
	for (let outer = place.parent; outer !== null && answer === undefined; outer = outer.parent) {
		const { kind } = outer.node;
		if (CONSTANT.has(kind)) answer = true;
		else if (FUNCTIONS.has(kind) || kind.endsWith("statement")) answer = false;
		else answer = known.get(outer);
	}
	known.set(place, answer ?? false);
	return answer ?? false;
}
