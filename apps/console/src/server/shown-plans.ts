import { beginningOf } from "@graft/core/domain/beginning";
import type { BindingPlan, BindingStep } from "@graft/core/domain/binding-plan";
import { countOf } from "@graft/core/domain/counts";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { fewerProblems } from "@graft/core/domain/fewer-problems";
import type { Plan } from "@graft/core/domain/plan";
import type { RepositoryPlan, RepositoryStep } from "@graft/core/domain/repository-plan";
import type { DeploymentPlan } from "@graft/core/platforms/delivery";
import type { ShownDeployment } from "@graft/services/deliveries/preview-deployment";
import type {
	FolderPlan,
	GroupsPlan,
	ServerPlan,
	TablesPlan,
} from "@graft/services/way/place-plan";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import type { UpPlan } from "@graft/services/way/up-plan";

// Plans as pages show them: the beginning of every list, and a note on what stands behind it. A hash is that of the whole.

export function shownRemovalPlan(plan: RemovalPlan): RemovalPlan {
	const places = plan.places.map((each) => (each.driver === "delivery" ? each : shownPlace(each)));
	return { ...plan, places, problems: fewerProblems(plan.problems) };
}

export function shownUpPlan(plan: UpPlan): UpPlan {
	const places = plan.places.map((each) =>
		each.driver === "delivery"
			? { ...each, plan: shownDeploymentPlan(each.plan) }
			: shownPlace(each),
	);
	return { ...plan, places, problems: fewerProblems(plan.problems) };
}

type ShownPlace = TablesPlan | ServerPlan | FolderPlan | GroupsPlan;

function shownPlace(each: ShownPlace): ShownPlace {
	switch (each.driver) {
		case "sql":
			return { ...each, plan: shownDatabasePlan(each.plan) };
		case "files":
			return { ...each, plan: shownServerPlan(each.plan) };
		case "git":
			return { ...each, plan: shownSteps(each.plan) };
		case "http":
			return { ...each, plan: shownSteps(each.plan) };
	}
}

export function shownDeployment({ plan, problems }: ShownDeployment): ShownDeployment {
	return { plan: shownDeploymentPlan(plan), problems: fewerProblems(problems) };
}

export function shownDatabasePlan(plan: DatabasePlan): DatabasePlan {
	const { steps, skipped, kept, notes, problems } = plan;
	return {
		...plan,
		steps: beginningOf(steps).first,
		skipped: beginningOf(skipped).first,
		kept: beginningOf(kept).first,
		problems: fewerProblems(problems),
		notes: [
			...beginningOf(notes).first,
			...behind(steps, "more step is", "more steps are"),
			...behind(
				skipped,
				"more statement that is not sent is",
				"more statements that are not sent are",
			),
			...behind(kept, "more table that stays is", "more tables that stay are"),
		],
	};
}

function shownServerPlan(plan: Plan): Plan {
	const { steps, notes, leaves } = plan;
	return {
		...plan,
		steps: beginningOf(steps).first,
		leaves: leaves && {
			files: beginningOf(leaves.files).first,
			folders: beginningOf(leaves.folders).first,
		},
		notes: [...beginningOf(notes).first, ...behind(steps, "more step is", "more steps are")],
	};
}

function shownSteps<Plan extends RepositoryPlan | BindingPlan>(plan: Plan): Plan {
	const { steps, notes, problems } = plan;
	return {
		...plan,
		steps: beginningOf<RepositoryStep | BindingStep>(steps).first,
		problems: fewerProblems(problems),
		notes: [...beginningOf(notes).first, ...behind(steps, "more step is", "more steps are")],
	};
}

function shownDeploymentPlan(plan: DeploymentPlan): DeploymentPlan {
	const { steps, problems } = plan;
	return { ...plan, steps: beginningOf(steps).first, problems: fewerProblems(problems) };
}

function behind(list: readonly unknown[], one: string, several: string): readonly string[] {
	const { first, count } = beginningOf(list);
	if (count <= first.length) return [];
	return [
		`${countOf(count - first.length, one, several)} not listed here; install-plugin with --dry-run lists all.`,
	];
}
