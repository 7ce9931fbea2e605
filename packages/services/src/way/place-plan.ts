import type { BindingPlan } from "@graft/core/domain/binding-plan";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Plan } from "@graft/core/domain/plan";
import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import type { DeploymentPlan, Withdrawn } from "@graft/core/platforms/delivery";

/** What a plan over all places is about. `sha256`: over all that the extension holds. */
export interface Subject {
	readonly platform: string;
	readonly id: string;
	readonly version: string;
	readonly sha256: string;
}

/** What would be done to one place of a way; `place` is what its platform calls it. */
interface Of<Driver extends string, PlanOf> {
	readonly place: string;
	readonly driver: Driver;
	readonly plan: PlanOf;
}

export type TablesPlan = Of<"sql", DatabasePlan>;
/** One for each server. */
export type ServerPlan = Of<"files", Plan>;
export type FolderPlan = Of<"git", RepositoryPlan>;
/** Absent where its API is not linked. */
export type GroupsPlan = Of<"http", BindingPlan>;
export type HandOverPlan = Of<"delivery", DeploymentPlan>;
export type WithdrawalPlan = Of<"delivery", Withdrawn>;

/** On the way up. */
export type UpPlace = TablesPlan | ServerPlan | FolderPlan | GroupsPlan | HandOverPlan;

type PlacePlan = UpPlace | WithdrawalPlan;

export function tablesPlanIn(places: readonly PlacePlan[]): DatabasePlan | null {
	return places.find((each) => each.driver === "sql")?.plan ?? null;
}

export function serverPlansIn(places: readonly PlacePlan[]): readonly Plan[] {
	return places.flatMap((each) => (each.driver === "files" ? [each.plan] : []));
}

export function folderPlanIn(places: readonly PlacePlan[]): RepositoryPlan | null {
	return places.find((each) => each.driver === "git")?.plan ?? null;
}

export function groupsPlanIn(places: readonly PlacePlan[]): BindingPlan | null {
	return places.find((each) => each.driver === "http")?.plan ?? null;
}

/** What agents are given by it, or what is withdrawn from them; null where it has nothing to do with them. */
export function agentsPlanIn<Each extends PlacePlan>(
	places: readonly Each[],
): Extract<Each, { readonly driver: "delivery" }>["plan"] | null {
	const isOfAgents = (each: Each): each is Extract<Each, { readonly driver: "delivery" }> =>
		each.driver === "delivery";
	return places.find(isOfAgents)?.plan ?? null;
}
