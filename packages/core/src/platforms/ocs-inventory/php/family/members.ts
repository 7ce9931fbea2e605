import { nodeAt, nodesAt, type PhpNode, textAt } from "../../parse/php-nodes.ts";
import { folded, nameOf } from "../check.ts";
import type { Family } from "./families.ts";

/** A property or constant, with what is said once for all of its list. */
export interface Member {
	readonly node: PhpNode;
	readonly name: string;
	readonly visibility: string;
	readonly isStatic: boolean;
	readonly isFinal: boolean;
	readonly isReadonly: boolean;
	/** Where its type stands, which the first of a list has. */
	readonly typed: PhpNode;
}

/** Asked for once by each class that stands on another. */
function once<T>(read: (family: Family) => T): (family: Family) => T {
	const known = new WeakMap<Family, T>();
	return (family) => {
		const members = known.get(family) ?? read(family);
		known.set(family, members);
		return members;
	};
}

export const methodsOf = once(
	({ node }): ReadonlyMap<string, PhpNode> =>
		new Map(
			nodesAt(node, "body")
				.filter(({ kind }) => kind === "method")
				.map((method) => [folded(nameOf(method)), method]),
		),
);

export const constantsOf = once(({ node }): ReadonlyMap<string, Member> => {
	const lists = nodesAt(node, "body").filter(({ kind }) => kind === "classconstant");
	return byName(
		lists.flatMap((list) =>
			nodesAt(list, "constants").map((constant) => ({
				node: constant,
				name: nameOf(constant),
				visibility: textAt(list, "visibility"),
				isStatic: false,
				isFinal: list.final === true,
				isReadonly: false,
				typed: list,
			})),
		),
	);
});

export const propertiesOf = once(({ node }): ReadonlyMap<string, Member> => {
	const isReadonly = node.isReadonly === true;
	const declared = nodesAt(node, "body")
		.filter(({ kind }) => kind === "propertystatement")
		.flatMap((list) => {
			const all = nodesAt(list, "properties");
			return all.map((property) => ({
				node: property,
				name: nameOf(property),
				visibility: textAt(list, "visibility"),
				isStatic: list.isStatic === true,
				isFinal: list.isFinal === true,
				isReadonly: isReadonly || all[0]?.readonly === true,
				typed: all[0] ?? property,
			}));
		});
	const promoted = nodesAt(node, "body")
		.filter((one) => one.kind === "method" && folded(nameOf(one)) === "__construct")
		.flatMap((one) => nodesAt(one, "arguments"))
		.filter((one) => Number(one.flags ?? 0) > 0 || one.readonly === true)
		.map((parameter) => ({
			node: parameter,
			name: nameOf(parameter),
			visibility: ["public", "public", "protected", "", "private"][Number(parameter.flags)] ?? "",
			isStatic: false,
			isFinal: false,
			isReadonly: isReadonly || parameter.readonly === true,
			typed: parameter,
		}));
	return byName([...declared, ...promoted]);
});

function byName(members: readonly Member[]): ReadonlyMap<string, Member> {
	return new Map(members.map((member) => [member.name, member]));
}

/** The greater, the fewer see it. */
export function rank(visibility: unknown): number {
	return visibility === "private" ? 2 : visibility === "protected" ? 1 : 0;
}

export function hasHooks(property: PhpNode): boolean {
	return nodeAt(property, "hooks") !== undefined || nodesAt(property, "hooks").length > 0;
}
