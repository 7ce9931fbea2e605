import { nodeAt, nodesAt, type PhpNode } from "../../parse/php-nodes.ts";
import { folded, nameOf } from "../check.ts";
import { CLASSES } from "../places.ts";

/** A class of the file, and what of the same file it stands on. */
export interface Family {
	readonly node: PhpNode;
	readonly kind: string;
	readonly name: string;
	/** Those that the file has itself, the class before what that one stands on. */
	readonly parents: readonly Family[];
	/** Of this one, and of whatever it stands on. */
	readonly interfaces: readonly Family[];
	/** It stands on something that is not of this file, whose members nobody here knows. */
	readonly hasStrangers: boolean;
	/** PHP puts it together as it compiles it, whatever the code before it does. */
	readonly isEarly: boolean;
}

/** Far above every real file; what they make of each other grows with the square of them. */
const MOST_CLASSES = 300;

/** Those that stand in the file itself, in its order, where a name is there once. */
export function familiesOf(scope: PhpNode): readonly Family[] {
	const nodes = nodesAt(scope, "children").filter(({ kind }) => CLASSES.has(kind));
	if (nodes.length > MOST_CLASSES) return [];
	const byName = new Map<string, PhpNode>();
	const twice = new Set<string>();
	for (const node of nodes) {
		const name = folded(nameOf(node));
		if (byName.has(name)) twice.add(name);
		byName.set(name, node);
	}
	for (const name of twice) byName.delete(name);
	const made = new Map<string, Family>();
	for (const name of byName.keys()) make(name, byName, made, []);
	const order = [...byName.keys()];
	return order.flatMap((name) => made.get(name) ?? []);
}

/** Undefined for what is not of the file, and for what stands on itself. */
function make(
	name: string,
	byName: ReadonlyMap<string, PhpNode>,
	made: Map<string, Family>,
	inside: readonly string[],
): Family | undefined {
	const known = made.get(name);
	const node = byName.get(name);
	if (known !== undefined || node === undefined || inside.includes(name)) return known;
	const find = (one: PhpNode) => make(keyOf(one), byName, made, [...inside, name]);
	const extended = [node.extends].flat().filter((one) => one !== null && one !== undefined);
	const above = extended.map((one) => ({ one: one as PhpNode, family: find(one as PhpNode) }));
	const implemented = nodesAt(node, "implements").map((one) => ({ one, family: find(one) }));
	const parent = node.kind === "class" ? above[0]?.family : undefined;
	const direct = [...implemented, ...(node.kind === "interface" ? above : [])];
	const interfaces = direct.flatMap(({ family }) =>
		family === undefined ? [] : [family, ...family.interfaces],
	);
	const all = [...above, ...implemented];
	const order = [...byName.keys()];
	const usesTraits = nodesAt(node, "body").some(({ kind }) => kind === "traituse");
	const family: Family = {
		node,
		kind: node.kind,
		name: nameOf(node),
		parents: parent === undefined ? [] : [parent, ...parent.parents],
		interfaces: [...new Set([...interfaces, ...(parent?.interfaces ?? [])])],
		hasStrangers:
			usesTraits || all.some(({ family: one }) => one === undefined || one.hasStrangers),
		isEarly:
			!usesTraits &&
			implemented.length === 0 &&
			(above.length === 0 ||
				(parent?.isEarly === true && order.indexOf(keyOf(parent.node)) < order.indexOf(name))),
	};
	made.set(name, family);
	return family;
}

function keyOf(node: PhpNode): string {
	return folded(nameOf(node));
}

/** The first of a name in these, and whose it is. */
export function inherited<T>(
	families: readonly Family[],
	members: (family: Family) => ReadonlyMap<string, T>,
	name: string,
): { readonly member: T; readonly of: Family } | undefined {
	for (const of of families) {
		const member = members(of).get(name);
		if (member !== undefined) return { member, of };
	}
	return undefined;
}

/** Null where the class has no parent by name. */
export function parentName(family: Family): string | null {
	const parent = nodeAt(family.node, "extends");
	return parent === undefined ? null : folded(nameOf(parent));
}
