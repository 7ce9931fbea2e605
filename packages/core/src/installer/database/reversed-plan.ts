import type { DatabasePlan, DatabaseStep } from "../../domain/database-plan.ts";
import { canonicalJson, sha256 } from "../../planning/hash.ts";

/** Tables that a plan made and put no first rows into: what rows are in them came from elsewhere. */
export function madeEmpty({ steps }: DatabasePlan): readonly string[] {
	const filled = steps.filter((step) => isStatement(step) && step.effect === "rows");
	return steps
		.filter((step) => isStatement(step) && /^DROP TABLE\b/i.test(step.undo?.statement ?? ""))
		.map(({ target }) => target)
		.filter((table) => filled.every(({ target }) => target !== table));
}

/**
 * Takes back a plan that was applied wholly, because something beyond the database failed after it. Tables in `keep`
 * are left as they are.
 */
export function reversedPlan(applied: DatabasePlan, keep: readonly string[]): DatabasePlan {
	const { hash: _, problems: __, ...rest } = applied;
	const plan = {
		...rest,
		goal: "inactive",
		steps: applied.steps
			.toReversed()
			.filter(({ target }) => !keep.includes(target))
			.flatMap(reversedStep),
		skipped: [],
		kept: [],
		notes: [],
	} as const;
	return { ...plan, problems: [], hash: sha256(canonicalJson(plan)) };
}

function isStatement(step: DatabaseStep) {
	return step.kind === "run-statement";
}

function reversedStep(step: DatabaseStep): DatabaseStep[] {
	if (step.kind === "drop-table" || step.undo === null) return [];
	return [{ ...step, ...step.undo, why: "put back as it was", undo: null, isFinal: true }];
}
