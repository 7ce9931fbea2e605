import type { Api } from "../../../apis/api.ts";
import type { Binding, BindingPlan } from "../../../domain/binding-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Progress } from "../../../domain/progress.ts";
import { sentence } from "../../../domain/sentence.ts";
import { type BindingPlanInput, computeBindingPlan, standing } from "../plan/compute-plan.ts";
import { lookAtBindings, type SeenBindings } from "../plan/look.ts";
import type { BindingSystem } from "../system.ts";
import { carryOut } from "./carry-out.ts";

export type BindingAsked = Omit<BindingPlanInput, "seen">;

export interface ApplyBindingInput {
	readonly api: Api;
	readonly system: BindingSystem;
	readonly asked: BindingAsked;
	/** Of the plan that was shown and agreed to. */
	readonly expectedHash: string;
	readonly report: (event: Progress) => void;
	/** Given what stands there before the first change, so that it is known whatever comes. */
	readonly note: (before: readonly Binding[]) => Promise<void>;
}

/**
 * Applies exactly the plan that was shown, row by row; where one fails, those before it are put back. Gives what stood there
 * before; null where nothing had to be done. Throws GraftError: "refused", "unreachable", "cancelled" (all is as before),
 * "partly-done" (it could not be put back, or nobody can tell).
 */
export async function applyBindingPlan(
	input: ApplyBindingInput,
): Promise<readonly Binding[] | null> {
	const { api, system, asked, report, note } = input;
	const { plan, seen } = await prepareBindingPlan(api, system, asked);
	refuseOther(plan, input);
	if (plan.steps.length === 0) return null;
	const before = standing(seen);
	await note(before);
	const total = plan.steps.length;
	try {
		await carryOut(input, seen, plan.steps, ({ kind, target }, at) =>
			report({ kind: "step", text: `${kind} ${target}`, done: at + 1, total }),
		);
		await requireDone(input);
	} catch (error) {
		await putBack(input, before, error);
		throw error;
	}
	return before;
}

/** What is there now, and what would be done; changes nothing. */
export async function prepareBindingPlan(
	api: Api,
	system: BindingSystem,
	asked: BindingAsked,
): Promise<{ readonly plan: BindingPlan; readonly seen: SeenBindings }> {
	const seen = await lookAtBindings(api, system, asked.wanted.folder);
	return { plan: computeBindingPlan({ ...asked, seen }), seen };
}

/** Throws GraftError as the API does: what was not put back stays, and running it again goes on. */
export async function restoreBindings(
	{ api, system, asked }: Work,
	bindings: readonly Binding[],
): Promise<void> {
	const wish = { goal: "exactly", bindings } as const;
	const { plan, seen } = await prepareBindingPlan(api, system, { ...asked, wish });
	await carryOut({ api, system }, seen, plan.steps);
}

type Work = Pick<ApplyBindingInput, "api" | "system" | "asked">;

/** What the API answers is not believed: what it has is. */
async function requireDone({ api, system, asked }: Work): Promise<void> {
	const { plan } = await prepareBindingPlan(api, system, asked);
	const [step] = plan.steps;
	if (step === undefined) return;
	throw new GraftError(
		"refused",
		`${api.label} took ${step.kind} ${step.target}, and does not have it so.`,
		{
			hint: "Somebody else may be changing the same. Look at the API's own log, and try again.",
		},
	);
}

async function putBack(
	input: ApplyBindingInput,
	before: readonly Binding[],
	failure: unknown,
): Promise<void> {
	try {
		await restoreBindings(input, before);
	} catch (cause) {
		const said = failure instanceof Error ? sentence(failure) : String(failure);
		const also = cause instanceof Error ? sentence(cause) : String(cause);
		throw new GraftError("partly-done", `${said} Putting back what was done failed too: ${also}`, {
			hint: "Check the status once the API answers. Then run it again, or remove the extension.",
			cause,
		});
	}
}

function refuseOther(plan: BindingPlan, { api: { label }, expectedHash }: ApplyBindingInput): void {
	const about = `The plan for ${plan.extension.id} in ${label}`;
	if (plan.hash !== expectedHash)
		throw new GraftError(
			"refused",
			`${about} is not the one that you agreed to (${expectedHash.slice(0, 12)}): its bindings or the extension changed since; nothing was touched.`,
			{ hint: "Make the plan again, look at it, and apply that one." },
		);
	if (plan.problems.length > 0)
		throw new GraftError("refused", `${about} has problems; nothing was touched.`, {
			problems: plan.problems,
		});
}
