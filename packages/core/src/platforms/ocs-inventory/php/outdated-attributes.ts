import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf, repeated } from "./check.ts";
import { around, CLASSES, type Place } from "./places.ts";

/** Where PHP's own attributes may stand, and the last PHP that did not look. */
const OWN: Readonly<Record<string, readonly [until: string, ...where: string[]]>> = {
	attribute: ["7.4", "class", "interface", "trait", "enum"],
	returntypewillchange: ["8.0", "method"],
	allowdynamicproperties: ["8.1", "class", "enum"],
	sensitiveparameter: ["8.1", "parameter"],
	override: ["8.2", "method"],
	deprecated: ["8.3", "function", "method", "closure", "arrowfunc", "classconstant", "enumcase"],
};

/** A check of the attributes that some PHP, the last of them, did not look at. */
export function attributesUntil(last: string): Check {
	return (place) => {
		const groups = nodesAt(place.node, "attrGroups");
		if (groups.length === 0) return undefined;
		const names = groups
			.flatMap((group) => nodesAt(group, "attrs"))
			.map((one) => ownName(textAt(one, "name"), place))
			.filter((name) => OWN[name]?.[0] === last);
		const twice = repeated(names);
		if (twice !== undefined) return `the attribute ${twice} twice`;
		const wrong = names.find((name) => !fits(name, place.node));
		return wrong === undefined ? undefined : `the attribute ${wrong} of a ${place.node.kind}`;
	};
}

function fits(name: string, node: PhpNode): boolean {
	const isOpen = name !== "allowdynamicproperties" || node.isReadonly !== true;
	return isOpen && (OWN[name]?.slice(1).includes(node.kind) ?? true);
}

/** Of an attribute that is PHP's own; "" where it is another's, or may be. */
function ownName(written: string, place: Place): string {
	const name = folded(written.replace(/^\\/, ""));
	if (OWN[name] === undefined || written.startsWith("\\")) return name;
	const isOther = [...around(place)].some(
		({ node }) => node.kind === "namespace" || othersIn(node).has(name),
	);
	return isOther ? "" : name;
}

const known = new WeakMap<PhpNode, ReadonlySet<string>>();

/** The names that the file gives to classes itself, as its own or with `use`. */
function othersIn(scope: PhpNode): ReadonlySet<string> {
	const found = known.get(scope);
	if (found !== undefined) return found;
	const children = nodesAt(scope, "children");
	const used = children.flatMap((one) => (one.kind === "usegroup" ? nodesAt(one, "items") : []));
	const names = new Set([
		...children.filter(({ kind }) => CLASSES.has(kind)).map(nameOf),
		...used.map(
			(one) =>
				nameOf(nodeAt(one, "alias") ?? one)
					.split("\\")
					.at(-1) ?? "",
		),
	]);
	const all = new Set([...names].map(folded));
	known.set(scope, all);
	return all;
}
