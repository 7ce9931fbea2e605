import { isNode, type PhpNode } from "../parse/php-nodes.ts";

/** A node and what it stands in. */
export interface Place {
	readonly node: PhpNode;
	/** The property of the parent that holds it. */
	readonly as: string;
	readonly parent: Place | null;
}

/** Every place of a tree, parents before children, in the order of the file. */
export function* places(root: PhpNode): Generator<Place> {
	const waiting: Place[] = [{ node: root, as: "", parent: null }];
	for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
		yield place;
		waiting.push(...children(place).reverse());
	}
}

function children(parent: Place): Place[] {
	return Object.entries(parent.node).flatMap(([as, value]) => {
		const nodes: readonly unknown[] = Array.isArray(value) ? value : [value];
		return nodes.filter(isNode).map((node) => ({ node, as, parent }));
	});
}

/** The places around this one, from the inside. */
export function* around(place: Place): Generator<Place> {
	for (let outer = place.parent; outer !== null; outer = outer.parent) yield outer;
}

export const FUNCTIONS: ReadonlySet<string> = new Set([
	"function",
	"method",
	"closure",
	"arrowfunc",
]);
export const CLASSES: ReadonlySet<string> = new Set(["class", "interface", "trait", "enum"]);

/** The function whose code this is; null for code of the file itself. */
export function functionAround(place: Place): Place | null {
	for (const outer of around(place)) {
		if (FUNCTIONS.has(outer.node.kind)) return outer;
		if (CLASSES.has(outer.node.kind)) return null;
	}
	return null;
}

export function classAround(place: Place): PhpNode | null {
	for (const outer of around(place)) if (CLASSES.has(outer.node.kind)) return outer.node;
	return null;
}
