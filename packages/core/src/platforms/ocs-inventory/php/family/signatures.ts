import { nodeAt, nodesAt, type PhpNode } from "../../parse/php-nodes.ts";
import type { Family } from "./families.ts";
import { fits, type Names, typeOf } from "./relations.ts";

interface Method {
	readonly node: PhpNode;
	readonly of: Family;
}

/** What a method takes otherwise than the one that it stands for; undefined where every call of that one fits it. */
export function wrongParameters(
	method: Method,
	above: Method,
	families: readonly Family[],
): string | undefined {
	const [own, theirs] = [nodesAt(method.node, "arguments"), nodesAt(above.node, "arguments")];
	if (required(own) > required(theirs)) return "asks for more than the one above";
	const [rest, theirRest] = [own.at(-1), theirs.at(-1)].map((one) =>
		one?.variadic === true ? one : undefined,
	);
	if (theirRest !== undefined && rest === undefined) return "takes fewer than the one above";
	for (let index = 0; index < Math.max(own.length, theirs.length); index += 1) {
		const their = theirs[index] ?? theirRest;
		const mine = own[index] ?? rest;
		if (their === undefined) continue;
		if (mine === undefined) return "takes fewer than the one above";
		if ((mine.byref === true) !== (their.byref === true))
			return "takes a reference where the one above does not, or the other way round";
		const [inner, outer] = [taken(their, above.of), taken(mine, method.of)];
		if (fits(inner, outer, families, method.of.name.toLowerCase()) === false)
			return "takes another type than the one above";
	}
	return undefined;
}

function required(parameters: readonly PhpNode[]): number {
	const last = parameters.findLastIndex(
		(one) => nodeAt(one, "value") === undefined && one.variadic !== true,
	);
	return last + 1;
}

/** A default of null makes room for it. */
function taken(parameter: PhpNode, owner: Family): Names {
	const names = typeOf(parameter, owner) ?? ["mixed"];
	return nodeAt(parameter, "value")?.kind === "nullkeyword" ? [...names, "null"] : names;
}

/** What a method gives back otherwise than the one that it stands for. */
export function wrongReturn(
	method: Method,
	above: Method,
	families: readonly Family[],
): string | undefined {
	if (above.node.byref === true && method.node.byref !== true)
		return "gives back no reference, unlike the one above";
	const asked = typeOf(above.node, above.of);
	if (asked === null) return undefined;
	const given = typeOf(method.node, method.of);
	if (given === null) return "has no return type, unlike the one above";
	const isVoid = asked.includes("void") !== given.includes("void") && !given.includes("never");
	return isVoid || fits(given, asked, families, method.of.name.toLowerCase()) === false
		? "gives back another type than the one above"
		: undefined;
}
