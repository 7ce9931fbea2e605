import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, nameOf, repeated, wholeNumber } from "./check.ts";
import { around, CLASSES, FUNCTIONS, functionAround, type Place, places } from "./places.ts";

const LOOPS: ReadonlySet<string> = new Set(["for", "foreach", "while", "do", "switch"]);

/** break and continue leave as many loops as there are. */
export const leaves: Check = (place) => {
	const { kind } = place.node;
	if (kind !== "break" && kind !== "continue") return undefined;
	const level = nodeAt(place.node, "level");
	const asked = level === undefined ? 1 : wholeNumber(textAt(level, "value"));
	if (level !== undefined && (level.kind !== "number" || !(asked > 0))) {
		return `${kind} with something that is no positive number`;
	}
	let loops = 0;
	for (const outer of bodies(place)) {
		if (outer.as === "always" && loops < asked) return `${kind} out of a finally block`;
		if (LOOPS.has(outer.parent?.node.kind ?? "") && outer.as === "body") loops += 1;
	}
	if (loops === 0) return `${kind} outside of a loop`;
	return asked > loops ? `${kind} out of more loops than there are` : undefined;
};

/** The place itself and those around it, up to its function. */
function* bodies(place: Place): Generator<Place> {
	for (const outer of [place, ...around(place)]) {
		if (FUNCTIONS.has(outer.node.kind) || CLASSES.has(outer.node.kind)) return;
		yield outer;
	}
}

/** Labels belong to a function or to the file; nobody jumps into a loop, or into or out of finally. */
export const jumps: Check = ({ node }) => {
	if (!FUNCTIONS.has(node.kind) && node.kind !== "program") return undefined;
	const inside = [...places(node)].filter(
		(place) => (place.node.kind === "label" || place.node.kind === "goto") && isOwn(place, node),
	);
	const labels = inside.filter((place) => place.node.kind === "label");
	const twice = repeated(labels.map(({ node }) => nameOf(node)));
	if (twice !== undefined) return `the label ${twice} twice`;
	const byName = new Map(labels.map((place) => [nameOf(place.node), place]));
	for (const jump of inside.filter((place) => place.node.kind === "goto")) {
		const name = nameOf(nodeAt(jump.node, "label"));
		const label = byName.get(name);
		if (label === undefined) return `goto to ${name}, which is no label`;
		const from = enclosures(jump);
		if (enclosures(label).some((one) => !from.includes(one)))
			return "goto into a loop or a finally block";
		if (
			from.some(
				({ kind }, index) =>
					kind === "block" && !enclosures(label).includes(from[index] as PhpNode),
			)
		) {
			return "goto out of a finally block";
		}
	}
	return undefined;
};

function isOwn(place: Place, owner: PhpNode): boolean {
	for (const outer of around(place)) {
		if (outer.node === owner) return true;
		if (FUNCTIONS.has(outer.node.kind)) return false;
	}
	return false;
}

/** Loops, and blocks of finally, that a place lies in. */
function enclosures(place: Place): readonly PhpNode[] {
	return [...bodies(place)].flatMap((outer) =>
		LOOPS.has(outer.node.kind) || outer.as === "always" ? [outer.node] : [],
	);
}

export const yields: Check = (place) =>
	/^yield(from)?$/.test(place.node.kind) && functionAround(place) === null
		? "yield outside of a function"
		: undefined;

/** One default in a switch, and in a match. */
export const defaults: Check = ({ node }) => {
	const arms =
		node.kind === "match"
			? nodesAt(node, "arms").filter((arm) => !Array.isArray(arm.conds))
			: node.kind === "switch"
				? nodesAt(nodeAt(node, "body") ?? node, "children").filter((one) => one.test === null)
				: [];
	return arms.length > 1 ? `a ${node.kind} with two defaults` : undefined;
};

export const bareTry: Check = ({ node }) =>
	node.kind === "try" &&
	nodesAt(node, "catches").length === 0 &&
	nodeAt(node, "always") === undefined
		? "try without catch or finally"
		: undefined;
