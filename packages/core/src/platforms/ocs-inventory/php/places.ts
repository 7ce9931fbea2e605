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
		for (const child of children(place).reverse()) waiting.push(child);
	}
}

/** Asked for each node of a file, many times: loops, for the sake of large ones. */
function children(parent: Place): Place[] {
	const found: Place[] = [];
	for (const as in parent.node) {
		const value = parent.node[as];
		if (typeof value !== "object" || value === null) continue;
		if (!Array.isArray(value)) {
			if (isNode(value)) found.push({ node: value, as, parent });
			continue;
		}
		for (const one of value) if (isNode(one)) found.push({ node: one, as, parent });
	}
	return found;
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
