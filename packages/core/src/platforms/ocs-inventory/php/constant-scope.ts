import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { folded, nameOf, offsetOf } from "./check.ts";
import { around, classAround, type Place } from "./places.ts";

/** What is known around a constant value as PHP compiles it. */
export interface ConstantScope {
	/** False in a trait, whose name is that of whoever uses it. */
	readonly isNamed: boolean;
	/** The class that it stands in; null in a trait, and in a closure, which may be bound to another. */
	readonly owner: PhpNode | null;
	/** Whether the values of constants are put in; those of parameters are asked for when the function runs. */
	readonly putsIn: boolean;
	/** Whether a name without a backslash may only be PHP's own constant. */
	readonly isGlobal: boolean;
}

/** Of a default. */
export function scopeAround(place: Place): ConstantScope {
	const owner = classAround(place);
	const isFree = /^(closure|arrowfunc)$/.test(place.parent?.node.kind ?? "");
	return {
		isNamed: owner?.kind !== "trait",
		owner: owner?.kind === "trait" || isFree ? null : owner,
		putsIn: place.node.kind === "property",
		isGlobal: ![...around(place)].some(({ node }) => hasOtherConstants(node)),
	};
}

const others = new WeakMap<PhpNode, boolean>();

function hasOtherConstants(node: PhpNode): boolean {
	const isNamed = node.kind === "namespace" && textAt(node, "name") !== "";
	const found = others.get(node) ?? (isNamed || nodesAt(node, "children").some(bringsConstants));
	others.set(node, found);
	return found;
}

function bringsConstants(use: PhpNode): boolean {
	const items = use.kind === "usegroup" ? nodesAt(use, "items") : [];
	return [use, ...items].some((one) => textAt(one, "type") === "const");
}

/** The value of `self::Y`, or of `A::Y` in A, where it stands above; what stands below is not known yet. */
export function constantAbove(lookup: PhpNode, scope: ConstantScope): PhpNode | undefined {
	const { owner, putsIn } = scope;
	const [what, name] = [nodeAt(lookup, "what"), nodeAt(lookup, "offset")];
	const isOwn =
		what?.kind === "selfreference" ||
		(what?.kind === "name" && folded(nameOf(what)) === folded(nameOf(owner ?? undefined)));
	if (owner === null || !putsIn || !isOwn || name?.kind !== "identifier") return undefined;
	const constant = constantsOf(owner).get(nameOf(name));
	const isAbove = offsetOf(constant, "end") <= offsetOf(lookup, "start");
	return isAbove ? constant : undefined;
}

const constants = new WeakMap<PhpNode, ReadonlyMap<string, PhpNode>>();

function constantsOf(owner: PhpNode): ReadonlyMap<string, PhpNode> {
	const found = constants.get(owner);
	if (found !== undefined) return found;
	const all = nodesAt(owner, "body").flatMap((member) => nodesAt(member, "constants"));
	const byName = new Map(all.map((one) => [nameOf(one), one]));
	constants.set(owner, byName);
	return byName;
}
