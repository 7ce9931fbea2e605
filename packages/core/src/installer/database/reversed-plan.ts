import type { DatabasePlan, DatabaseStep } from "../../domain/database-plan.ts";
import { canonicalJson, sha256 } from "../../planning/hash.ts";

/** Takes back a plan that was applied wholly, because something beyond the database failed after it. */
export function reversedPlan(applied: DatabasePlan): DatabasePlan {
	const { hash: _, problems: __, ...rest } = applied;
	const plan = {
		...rest,
		goal: "inactive",
		steps: applied.steps.toReversed().flatMap(reversedStep),
		skipped: [],
		kept: [],
		notes: [],
	} as const;
	return { ...plan, problems: [], hash: sha256(canonicalJson(plan)) };
}

function reversedStep(step: DatabaseStep): DatabaseStep[] {
	if (step.kind === "drop-table" || step.undo === null) return [];
	return [{ ...step, ...step.undo, why: "put back as it was", undo: null, isFinal: true }];
}
