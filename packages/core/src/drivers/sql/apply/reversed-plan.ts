import type { DatabasePlan, DatabaseStep } from "../../../domain/database-plan.ts";
import { canonicalJson, sha256 } from "../../../domain/hash.ts";

/** Tables that a plan made: what rows come into them afterwards would go with them. */
export function madeTables({ steps }: DatabasePlan): readonly string[] {
	return steps
		.filter(
			(step) => step.kind === "run-statement" && /^DROP TABLE\b/i.test(step.undo?.statement ?? ""),
		)
		.map(({ target }) => target);
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

function reversedStep(step: DatabaseStep): DatabaseStep[] {
	if (step.kind === "drop-table" || step.undo === null) return [];
	return [{ ...step, ...step.undo, why: "rolled back", undo: null, isFinal: true }];
}
