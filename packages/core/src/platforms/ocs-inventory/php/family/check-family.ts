import { isNode, nodesAt, type PhpNode } from "../../parse/php-nodes.ts";
import { folded, nameOf } from "../check.ts";
import { namesOf } from "../types.ts";
import { type Family, familiesOf, inherited } from "./families.ts";
import type { FamilyFault } from "./family-fault.ts";
import { constantsOf, hasHooks, type Member, methodsOf, propertiesOf, rank } from "./members.ts";
import { same, typeOf } from "./relations.ts";
import { wrongParameters, wrongReturn } from "./signatures.ts";
import { wrongStranger } from "./strangers.ts";

const DECLARED: ReadonlySet<string> = new Set(
	"function class interface trait enum noop usegroup declare constantstatement inline".split(" "),
);

/**
 * Those of a file or a namespace. Some classes are put together only where the code comes to them: where code stands
 * between, it may end before.
 */
export function familyFaults(scope: PhpNode): readonly FamilyFault[] {
	if (scope.kind !== "program" && scope.kind !== "namespace") return [];
	const families = familiesOf(scope);
	const isReached = nodesAt(scope, "children").every(({ kind }) => DECLARED.has(kind));
	return families
		.filter((family) => family.isEarly || isReached)
		.flatMap((family) => [
			...wrongParent(family),
			...tooEarly(family, families),
			...wrongStranger(family, scope),
			...wrongMethods(family, families),
			...wrongInherited(family, families),
			...wrongMembers(family, families),
			...ambiguous(family),
			...hiddenText(family),
			...missing(family),
		]);
}

/** What PHP puts together only where it comes to it is not there before. */
function tooEarly(family: Family, families: readonly Family[]): readonly FamilyFault[] {
	const { node, kind, name } = family;
	const at = families.indexOf(family);
	const later = [...family.parents.slice(0, 1), ...family.interfaces].find(
		(one) => families.indexOf(one) > at && (!one.isEarly || hasText(one)),
	);
	if (family.isEarly || later === undefined) return [];
	const what = `the ${kind} ${name} stands before the ${later.kind} ${later.name}, which it needs`;
	return [later.isEarly ? { node, what, until: "7.4" } : { node, what }];
}

/** From PHP 8 on it is a Stringable, and with an interface no class is there before the code comes to it. */
function hasText(family: Family): boolean {
	return [family, ...family.parents].some((one) => methodsOf(one).has("__tostring"));
}

function wrongParent({ node, kind, name, parents: [parent] }: Family): readonly FamilyFault[] {
	const above = [node.extends, node.implements].flat().filter(isNode);
	if (above.some((one) => folded(nameOf(one)) === folded(name)))
		return [{ node, what: `the ${kind} ${name} on top of itself` }];
	if (kind !== "class" || parent === undefined) return [];
	if (parent.kind !== "class")
		return [{ node, what: `the class ${name} extends a ${parent.kind}` }];
	if (parent.node.isFinal === true)
		return [{ node, what: `the class ${name} extends a final one` }];
	return (parent.node.isReadonly === true) === (node.isReadonly === true)
		? []
		: [{ node, what: `of the class ${name} and its parent one is readonly` }];
}

function* wrongMethods(family: Family, families: readonly Family[]): Generator<FamilyFault> {
	for (const [name, node] of methodsOf(family)) {
		const above = inherited(family.parents, methodsOf, name);
		const asked = inherited(family.interfaces, methodsOf, name);
		const isAsked = [...family.parents, ...family.interfaces].some(
			(one) => one.kind === "interface" || methodsOf(one).get(name)?.isAbstract === true,
		);
		for (const other of [above, asked]) {
			if (other === undefined) continue;
			const isOwed = other === asked || (isAsked && asked !== undefined);
			const what =
				other === above
					? wrongOverride(name, node, other.member, isOwed)
					: wrongImplementation(node, other.member);
			if (what !== undefined) {
				yield { node, what: `the method ${nameOf(node)} ${what}` };
				break;
			}
			if (other.member.visibility === "private" && other === above) continue;
			const isAbstract = other.member.isAbstract === true || other.of.kind === "interface";
			if (name === "__construct" && !isAbstract) continue;
			const [own, their] = [
				{ node, of: family },
				{ node: other.member, of: other.of },
			];
			const given = wrongReturn(own, their, families);
			const taken = wrongParameters(own, their, families);
			const isOld = given !== undefined || isAbstract || isAsked;
			if (given !== undefined || taken !== undefined) {
				const said = { node, what: `the method ${nameOf(node)} ${given ?? taken}` };
				yield isOld ? said : { ...said, until: "7.4" };
				break;
			}
		}
	}
}

/** What a class has from above has to fit its interfaces as well. */
function* wrongInherited(family: Family, families: readonly Family[]): Generator<FamilyFault> {
	for (const asked of family.interfaces) {
		for (const [name, node] of methodsOf(asked)) {
			const found = inherited(family.parents, methodsOf, name);
			if (found === undefined || methodsOf(family).has(name)) continue;
			const [own, their] = [
				{ node: found.member, of: found.of },
				{ node, of: asked },
			];
			const what =
				wrongImplementation(found.member, node) ??
				wrongReturn(own, their, families) ??
				wrongParameters(own, their, families);
			if (what !== undefined)
				yield { node: family.node, what: `the method ${nameOf(found.member)} ${what}` };
		}
	}
}

function wrongOverride(
	name: string,
	own: PhpNode,
	above: PhpNode,
	isOwed: boolean,
): string | undefined {
	const isConstructor = name === "__construct";
	if (above.visibility === "private")
		return above.isFinal === true && isConstructor ? "is final above" : undefined;
	if (above.isFinal === true) return "is final above";
	if (above.isStatic !== own.isStatic) return "is static in one class and not in the other";
	if (own.isAbstract === true && above.isAbstract !== true)
		return "is abstract, and the one above is not";
	if (isConstructor && above.isAbstract !== true && !isOwed) return undefined;
	return rank(own.visibility) > rank(above.visibility) ? "is less visible than above" : undefined;
}

function wrongImplementation(own: PhpNode, asked: PhpNode): string | undefined {
	if ((asked.isStatic === true) !== (own.isStatic === true))
		return "is static in one class and not in the other";
	return rank(own.visibility) > 0 ? "is less visible than in its interface" : undefined;
}

function* wrongMembers(family: Family, families: readonly Family[]): Generator<FamilyFault> {
	for (const [name, own] of propertiesOf(family)) {
		const above = inherited(family.parents, propertiesOf, name);
		const what =
			above === undefined
				? undefined
				: wrongProperty(own, family, above.member, above.of, families);
		if (what !== undefined) yield { node: own.node, what: `the property $${name} ${what}` };
	}
	for (const [name, own] of constantsOf(family)) {
		const above = inherited([...family.parents, ...family.interfaces], constantsOf, name);
		if (above === undefined || above.member.visibility === "private") continue;
		const what = `the constant ${name}`;
		if (above.member.isFinal) yield { node: own.node, what: `${what} is final above` };
		else if (rank(own.visibility) > rank(above.member.visibility)) {
			const said = { node: own.node, what: `${what} is less visible than above` };
			yield above.of.kind === "interface" ? { ...said, until: "8.2" } : said;
		} else if (above.of.kind === "interface")
			yield { node: own.node, what: `${what} of an interface again`, since: "8.1" };
	}
}

function wrongProperty(
	own: Member,
	family: Family,
	above: Member,
	owner: Family,
	families: readonly Family[],
): string | undefined {
	if (above.visibility === "private" || hasHooks(own.node) || hasHooks(above.node))
		return undefined;
	if (own.isStatic !== above.isStatic) return "is static in one class and not in the other";
	if (own.isReadonly !== above.isReadonly) return "is readonly in one class and not in the other";
	if (rank(own.visibility) > rank(above.visibility)) return "is less visible than above";
	// PHP looks at what is written first: self is the same here and there.
	if (namesOf(own.typed)?.join() === namesOf(above.typed)?.join()) return undefined;
	const [mine, theirs] = [typeOf(own.typed, family), typeOf(above.typed, owner)];
	if (mine === null && theirs === null) return undefined;
	return mine === null ||
		theirs === null ||
		same(mine, theirs, families, folded(family.name)) === false
		? "is of another type than above"
		: undefined;
}

/** A constant that comes from two sides, of which none stands on the other. */
function ambiguous(family: Family): readonly FamilyFault[] {
	const own = constantsOf(family);
	const above = [...family.parents, ...family.interfaces];
	for (const name of new Set(above.flatMap((one) => [...constantsOf(one).keys()]))) {
		const having = above.filter((one) => {
			const constant = constantsOf(one).get(name);
			return constant !== undefined && constant.visibility !== "private";
		});
		const last = having.filter(
			(one) => !having.some((two) => [...two.parents, ...two.interfaces].includes(one)),
		);
		if (last.length > 1 && !own.has(name))
			return [{ node: family.node, what: `the constant ${name} comes to ${family.name} twice` }];
	}
	return [];
}

/** What a Stringable has is public. */
function hiddenText(family: Family): readonly FamilyFault[] {
	const node = methodsOf(family).get("__tostring");
	return node === undefined || rank(node.visibility) === 0
		? []
		: [{ node, what: "__toString is not public", until: "7.4" }];
}

/** A class that can be made has all of its methods; whoever is not of this file may bring some. */
function missing(family: Family): readonly FamilyFault[] {
	const { node, kind, name } = family;
	const isWhole = (kind === "class" && node.isAbstract !== true) || kind === "enum";
	if (!isWhole || family.hasStrangers) return [];
	const line = [family, ...family.parents];
	const asked = [...family.parents, ...family.interfaces].flatMap((one) =>
		[...methodsOf(one)].filter(
			([, method]) => method.isAbstract === true || one.kind === "interface",
		),
	);
	const lacking = asked.find(([method]) => {
		const found = inherited(line, methodsOf, method)?.member;
		return found === undefined || found.isAbstract === true;
	});
	// An abstract one of its own is told where it stands.
	return lacking === undefined || methodsOf(family).get(lacking[0])?.isAbstract === true
		? []
		: [{ node, what: `the ${kind} ${name} lacks the method ${nameOf(lacking[1])}` }];
}
