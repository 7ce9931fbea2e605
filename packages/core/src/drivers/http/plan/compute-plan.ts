import type {
	Binding,
	BindingGoal,
	BindingPlan,
	BindingStep,
} from "../../../domain/binding-plan.ts";
import type { Extension } from "../../../domain/extension.ts";
import { canonicalJson, sha256 } from "../../../domain/hash.ts";
import type { Problem } from "../../../domain/problem.ts";
import { bindingCodes } from "../codes.ts";
import type { WantedBindings } from "../wanted.ts";
import { isWithin, type SeenBindings, type SeenRow } from "./look.ts";

/** What is to be so. */
export type BindingWish =
	/** For these groups, and for those that have some of it already. `user`: whom the API knows us as. */
	| { readonly goal: "present"; readonly groups: readonly string[]; readonly user: string }
	| { readonly goal: "absent" }
	| { readonly goal: "exactly"; readonly bindings: readonly Binding[] };

export interface BindingPlanInput {
	readonly wish: BindingWish;
	readonly extension: Pick<Extension, "platform" | "id" | "version">;
	readonly wanted: WantedBindings;
	readonly seen: SeenBindings;
}

/** Only what differs from what is there; what is there already is not made once more. */
export function computeBindingPlan(input: BindingPlanInput): BindingPlan {
	const { wish, extension, wanted, seen } = input;
	const { platform, id, version } = extension;
	const kept = wish.goal === "present" ? othersRows(input) : [];
	const made = bindingsOf(input);
	const plan = {
		format: 1,
		...{ goal: wish.goal, platform, extension: { id, version }, api: seen.api },
		steps: [...stepsToBind(made, seen), ...stepsToUnbind([...made, ...kept], seen, wish.goal)],
		notes: notesOf(wish, made, kept),
	} as const;
	const problems = wish.goal === "present" ? problemsOf(wish.groups, wanted, seen) : [];
	return { ...plan, problems, hash: sha256(canonicalJson(plan)) };
}

/** What stands there, once each. */
export function standing({ rows }: Pick<SeenBindings, "rows">): readonly Binding[] {
	const all = rows.map(({ group, path }) => ({ group: group.name, path }));
	return [...new Map(all.map((each) => [keyOf(each), each])).values()];
}

export function keyOf({ group, path }: Binding): string {
	return `${path} to ${group}`;
}

/** All that is to stand there, but for what others made. */
function bindingsOf({ wish, wanted, seen }: BindingPlanInput): readonly Binding[] {
	const { groups, rows } = seen;
	if (wish.goal === "absent") return [];
	// A group that somebody took away since has nothing to be put back.
	if (wish.goal === "exactly")
		return wish.bindings.filter(({ group }) => groups.some(({ name }) => name === group));
	const has = new Set([...wish.groups, ...rows.map(({ group }) => group.name)]);
	const named = groups.filter(({ name }) => has.has(name));
	return named.flatMap(({ name: group }) => wanted.paths.map((path) => ({ group, path })));
}

/** Such as a script with arguments of somebody's own: another version of the extension had none of it to do with. */
function othersRows({ wish, wanted, seen }: BindingPlanInput): readonly Binding[] {
	if (wish.goal !== "present") return [];
	const isOthers = ({ by, path }: SeenRow) =>
		by !== null && by !== wish.user && !wanted.paths.includes(path);
	return standing({ rows: seen.rows.filter(isOthers) });
}

function stepsToBind(made: readonly Binding[], seen: SeenBindings): BindingStep[] {
	const there = new Set(standing(seen).map(keyOf));
	return made
		.filter((each) => !there.has(keyOf(each)))
		.map(({ group, path }) => {
			const target = keyOf({ group, path });
			return { kind: "bind", target, group, path, why: `the members of ${group} run it` };
		});
}

/** A second row of one binding goes too: the system keeps as many as it is given. */
function stepsToUnbind(
	stays: readonly Binding[],
	{ rows }: SeenBindings,
	goal: BindingGoal,
): BindingStep[] {
	const left = new Set(stays.map(keyOf));
	return rows.flatMap(({ group: { name: group }, path }): BindingStep[] => {
		const target = keyOf({ group, path });
		if (left.delete(target)) return [];
		const isTwice = stays.some((each) => keyOf(each) === target);
		const gone = goal === "present" ? "this version is not bound so" : "it came with the extension";
		return [{ kind: "unbind", target, group, path, why: isTwice ? "it is there twice" : gone }];
	});
}

function notesOf(wish: BindingWish, made: readonly Binding[], kept: readonly Binding[]): string[] {
	const stay = kept.map((each) => `${keyOf(each)} was bound by somebody else, and stays.`);
	if (wish.goal !== "present" || made.length > 0) return stay;
	return [...stay, "No group is bound to it, so that no machine runs it. Name groups by --bind."];
}

const whereItIs = { path: "", part: "agent" } as const;

function problemsOf(
	named: readonly string[],
	{ folder, paths }: WantedBindings,
	{ api, groups }: SeenBindings,
): Problem[] {
	const bad = paths.filter((path) => !isWithin(folder, path) || path.split("/").includes(".."));
	const missing = named.filter((name) => !groups.some((group) => group.name === name));
	const first = groups.slice(0, 20).map(({ name }) => name);
	const there = `${first.join(", ")}${groups.length > first.length ? ", …" : ""}`;
	return [
		...bad.map(
			(path): Problem => ({
				...whereItIs,
				severity: "error",
				code: bindingCodes["binding/leads-out"],
				message: `${path} leads out of ${folder}, the extension's own folder. ${api} itself would take it.`,
				hint: "Correct the extension.",
			}),
		),
		...missing.map(
			(name): Problem => ({
				...whereItIs,
				severity: "error",
				code: bindingCodes["binding/no-group"],
				message: `There is no group ${name} in ${api}. It would take the binding, and nobody would run it.`,
				hint: there === "" ? "Make the group first." : `Those that there are: ${there}.`,
			}),
		),
	];
}
