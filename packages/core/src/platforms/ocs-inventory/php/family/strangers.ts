import { nodeAt, nodesAt, type PhpNode, textAt } from "../../parse/php-nodes.ts";
import { folded, nameOf } from "../check.ts";
import { isDeclaredByPhp } from "../php-declarations.ts";
import { CLASSES } from "../places.ts";
import type { Family } from "./families.ts";
import type { FamilyFault } from "./family-fault.ts";
import { methodsOf, propertiesOf, rank } from "./members.ts";
import { typeOf } from "./relations.ts";

const FINAL =
	/^(closure|generator|weakmap|weakreference|fiber|enum|reflectionenum|curlhandle|gdimage|attribute)$/;
const INTERFACES: ReadonlySet<string> = new Set(
	`arrayaccess backedenum countable datetimeinterface iterator iteratoraggregate jsonserializable outeriterator
	recursiveiterator seekableiterator serializable sessionhandlerinterface splobserver splsubject stringable throwable
	traversable unitenum`.split(/\s+/),
);
const THROWN = /(exception|(?<!libxml)error)$/;
const FINAL_OF_THROWN = /^get(message|code|previous|file|line|trace|traceasstring)$/;
const OF_THROWN = /^(message|code|file|line)$/;

/** What a class makes of a parent that PHP has itself. */
export function* wrongStranger(family: Family, scope: PhpNode): Generator<FamilyFault> {
	const above = nodeAt(family.node, "extends");
	if (family.kind !== "class" || above === undefined) return;
	const parent = ofPhp(textAt(above, "name"), scope);
	if (parent === undefined) return;
	const { node, name } = family;
	if (FINAL.test(parent))
		yield { node, what: `a class that extends ${nameOf(above)}, which is final` };
	if (INTERFACES.has(parent))
		yield { node, what: `the class ${name} extends ${nameOf(above)}, an interface` };
	if (!THROWN.test(parent) || !isDeclaredByPhp("class", parent)) return;
	for (const [method, own] of methodsOf(family)) {
		if (FINAL_OF_THROWN.test(method))
			yield { node: own, what: `the method ${nameOf(own)} is final above` };
	}
	for (const [property, own] of propertiesOf(family)) {
		const isChanged =
			own.isStatic ||
			own.isReadonly ||
			rank(own.visibility) > 1 ||
			typeOf(own.typed, family) !== null;
		if (OF_THROWN.test(property) && isChanged)
			yield { node: own.node, what: `the property $${property} is another than above` };
	}
}

/** The name of a class in the file, as PHP's own one; undefined where it is another's, or may be. */
function ofPhp(written: string, scope: PhpNode): string | undefined {
	const name = folded(written.replace(/^\\/, ""));
	if (name.includes("\\")) return undefined;
	if (written.startsWith("\\")) return name;
	const children = nodesAt(scope, "children");
	const items = children.flatMap((one) => (one.kind === "usegroup" ? nodesAt(one, "items") : []));
	const item = items.find((one) => folded(nameOf(nodeAt(one, "alias") ?? one)).endsWith(name));
	if (item !== undefined) return folded(nameOf(item)) === name ? name : undefined;
	const isOwn = children.some((one) => CLASSES.has(one.kind) && folded(nameOf(one)) === name);
	return isOwn || scope.kind === "namespace" ? undefined : name;
}
