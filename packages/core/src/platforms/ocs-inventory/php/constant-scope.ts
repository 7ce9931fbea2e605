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
	const outer = [...around(place)].map(({ node }) => node);
	return {
		isNamed: owner?.kind !== "trait",
		owner: owner?.kind === "trait" || isFree ? null : owner,
		putsIn: place.node.kind === "property",
		isGlobal: !outer.some(hasOtherConstants),
	};
}

function hasOtherConstants(node: PhpNode): boolean {
	const isNamed = node.kind === "namespace" && textAt(node, "name") !== "";
	return isNamed || nodesAt(node, "children").some(bringsConstants);
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
	return nodesAt(owner, "body")
		.flatMap((member) => nodesAt(member, "constants"))
		.filter((one) => offsetOf(one, "end") <= offsetOf(lookup, "start"))
		.find((one) => nameOf(one) === nameOf(name));
}
