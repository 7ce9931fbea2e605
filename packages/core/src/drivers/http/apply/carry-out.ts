import type { Api } from "../../../apis/api.ts";
import type { BindingStep } from "../../../domain/binding-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import { rowsOf, type SeenBindings, type SeenRow } from "../plan/look.ts";
import type { BindingSystem, Group } from "../system.ts";

/** Where steps are carried out. */
export interface BindingWork {
	readonly api: Api;
	readonly system: BindingSystem;
}

/**
 * One request for each step. After an answer that was lost, the group is looked at again: the API keeps a second row of the
 * same binding. Throws as the API does, where a step did not come about or nobody can tell. `before`: of each step.
 */
export async function carryOut(
	work: BindingWork,
	{ groups, rows }: SeenBindings,
	steps: readonly BindingStep[],
	before: (step: BindingStep, at: number) => void = () => undefined,
): Promise<void> {
	const left = [...rows];
	for (const [at, step] of steps.entries()) {
		before(step, at);
		const group = groups.find(({ name }) => name === step.group);
		if (group === undefined) throw new Error(`no group ${step.group}`);
		await carryOutOne(work, group, step.path, step.kind === "bind" ? null : take(left, step));
	}
}

/** `row`: what is to go; null where one is made. */
async function carryOutOne(
	work: BindingWork,
	group: Group,
	path: string,
	row: SeenRow | null,
): Promise<void> {
	const { api, system } = work;
	try {
		await api.send(row === null ? system.bind(group, path) : system.unbind(row));
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const now = await rowsOf(api, system, group);
		const isDone =
			row === null ? now.some((each) => each.path === path) : now.every(({ id }) => id !== row.id);
		if (!isDone) throw error;
	}
}

/** Of two rows of one binding, the later one. */
function take(left: SeenRow[], step: BindingStep): SeenRow {
	const at = left.findLastIndex(
		({ group, path }) => group.name === step.group && path === step.path,
	);
	const [row] = at < 0 ? [] : left.splice(at, 1);
	if (row === undefined) throw new Error(`no row of ${step.target}`);
	return row;
}
