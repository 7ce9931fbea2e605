import type { Binding } from "../../../domain/binding-plan.ts";
import type { WantedBindings } from "../wanted.ts";
import { keyOf, standing } from "./compute-plan.ts";
import type { SeenBindings } from "./look.ts";

export interface BindingStatus {
	/** `missing`: no group has any of it. */
	readonly state: "in-sync" | "drifted" | "missing";
	readonly bindings: readonly (Binding & { readonly state: "in-sync" | "missing" | "drifted" })[];
}

/** A group that has some of it is to have all of it, once. `drifted`: what this version is not bound to. */
export function compareBindings({ paths }: WantedBindings, seen: SeenBindings): BindingStatus {
	const there = standing(seen);
	const groups = [...new Set(there.map(({ group }) => group))];
	const wanted = groups.flatMap((group) => paths.map((path) => ({ group, path })));
	const isIn = (list: readonly Binding[], one: Binding) =>
		list.some((each) => keyOf(each) === keyOf(one));
	const bindings = [
		...wanted.map((each) => {
			const state = isIn(there, each) ? "in-sync" : "missing";
			return { ...each, state } as const;
		}),
		...there
			.filter((each) => !isIn(wanted, each))
			.map((each) => ({ ...each, state: "drifted" }) as const),
	];
	if (there.length === 0) return { state: "missing", bindings };
	const isWhole = wanted.every((each) => isIn(there, each));
	return { state: isWhole ? "in-sync" : "drifted", bindings };
}
