import type { PhpNode } from "../../parse/php-nodes.ts";
import { folded } from "../check.ts";
import { namesOf } from "../types.ts";
import { type Family, parentName } from "./families.ts";

/** Whether one type fits another; undefined where that hangs on a class that is not of this file. */
export type Fit = boolean | undefined;

/** A type as the names of what it takes, any of them; "a&b" for what is both. */
export type Names = readonly string[];

const SCALARS: ReadonlySet<string> = new Set(
	"int float string true false null array callable object mixed void never static".split(" "),
);

/** Of a function, a parameter or a property of a class; null where it has none. */
export function typeOf(node: PhpNode, owner: Family): Names | null {
	const names = namesOf(node);
	if (names === null) return null;
	const own: Readonly<Record<string, Names>> = {
		self: [folded(owner.name)],
		parent: [parentName(owner) ?? "parent"],
		bool: ["true", "false"],
		iterable: ["array", "traversable"],
	};
	return names.flatMap((name) => own[name] ?? [name]);
}

/** Whether whatever `inner` takes, `outer` takes as well. */
export function fits(inner: Names, outer: Names, families: readonly Family[], self: string): Fit {
	return every(inner, (one) => some(outer, (other) => fitsOne(one, other, families, self)));
}

function every<T>(all: readonly T[], ask: (one: T) => Fit): Fit {
	const answers = all.map(ask);
	return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true;
}

function some<T>(all: readonly T[], ask: (one: T) => Fit): Fit {
	const answers = all.map(ask);
	return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function fitsOne(inner: string, outer: string, families: readonly Family[], self: string): Fit {
	if (inner === outer || inner === "never") return true;
	if (outer === "mixed") return inner !== "void";
	if (outer === "static") return false;
	if (inner === "static") return fitsOne(self, outer, families, self);
	if (outer === "object") return !SCALARS.has(inner);
	if (outer === "callable")
		return inner === "closure" ? true : SCALARS.has(inner) ? false : undefined;
	if (SCALARS.has(inner) || SCALARS.has(outer)) return false;
	return every(outer.split("&"), (part) =>
		some(inner.split("&"), (one) => isOne(one, part, families)),
	);
}

function isOne(name: string, above: string, families: readonly Family[]): Fit {
	if (name === above) return true;
	const find = (wanted: string) => families.find((one) => folded(one.name) === wanted);
	const [family, other] = [find(name), find(above)];
	if (family === undefined) return undefined;
	if (other !== undefined && [...family.parents, ...family.interfaces].includes(other)) return true;
	return family.hasStrangers ? undefined : other === undefined ? undefined : false;
}

/** Whether two properties are of one type. */
export function same(left: Names, right: Names, families: readonly Family[], self: string): Fit {
	const [one, other] = [fits(left, right, families, self), fits(right, left, families, self)];
	return one === false || other === false
		? false
		: one === true && other === true
			? true
			: undefined;
}
