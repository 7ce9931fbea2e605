import { countOf } from "@graft/core/domain/counts";
import type { Withdrawn } from "@graft/core/platforms/delivery";
import { shortNameOf } from "@graft/core/platforms/places";
import {
	agentsPlanIn,
	folderPlanIn,
	groupsPlanIn,
	serverPlansIn,
	tablesPlanIn,
} from "@graft/services/way/place-plan";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import type { Paint } from "../terminal/terminal.ts";
import { bindingPlanLines } from "./binding-plan.ts";
import { databasePlanLines } from "./database-plan.ts";
import { machinesText } from "./deployment.ts";
import { oneLine } from "./one-line.ts";
import { planLines } from "./plan.ts";
import { problemLines } from "./problems.ts";
import { repositoryPlanLines } from "./repository-plan.ts";

/** Place after place, as a person reads it before they say yes. */
export function removalPlanLines(plan: RemovalPlan, paint: Paint): string[] {
	const { subject, places, notes, problems } = plan;
	return [
		...problemLines(problems, paint),
		...places.flatMap((place) => placeLines(subject.platform ?? "", place, paint)),
		...notes.map((note) => `${paint("cyan", "note")}: ${oneLine(note)}`),
		paint("bold", `Hash of the whole plan: ${oneLine(plan.hash)}`),
	];
}

function placeLines(
	platform: string,
	place: RemovalPlan["places"][number],
	paint: Paint,
): string[] {
	switch (place.driver) {
		case "delivery":
			return [
				paint("bold", `Withdraw it from ${shortNameOf(platform)}'s deployment`),
				withdrawalLine(place.plan),
			];
		case "git":
			return repositoryPlanLines(place.plan, paint);
		case "http":
			return bindingPlanLines(place.plan, paint);
		case "files":
			return planLines(place.plan, paint);
		case "sql":
			// The problems of all places stand above already.
			return databasePlanLines({ ...place.plan, problems: [] }, paint);
	}
}

function withdrawalLine({ withdrawn, purged }: Withdrawn): string {
	return `  ${machinesText(withdrawn)} will no longer get it; ${countOf(purged.length, "package")} ${purged.length === 1 ? "is" : "are"} purged`;
}

/** What scripts see of it: every step of every place, in order. */
export function removalPlanJson(plan: RemovalPlan): object {
	const { format, hash, subject, places, tables, problems } = plan;
	const { id } = subject;
	const database = tablesPlanIn(places);
	const steps = [
		...(agentsPlanIn(places)?.purged ?? []).map((target) => ({
			...{ kind: "purge-package", target, why: "agents are no longer given it" },
			place: "agents",
		})),
		...(groupsPlanIn(places)?.steps ?? []).map((step) => ({ ...step, place: "groups" })),
		...(folderPlanIn(places)?.steps ?? []).map((step) => ({ ...step, place: "repository" })),
		...serverPlansIn(places).flatMap(({ server, steps: own }) =>
			own.map(({ kind, target, why, ...more }) => ({ kind, target, why, place: server, ...more })),
		),
		...(database?.steps ?? []).map(({ kind, target, why, ...more }) => ({
			...{ kind, target, why, place: "database" },
			...more,
		})),
		{
			...{ kind: "remove-extension", target: id, why: "its archives are kept" },
			place: "extensions",
		},
	];
	const { skipped = [], kept = [] } = database ?? {};
	const inRepository = folderPlanIn(places)?.notes ?? [];
	const notes = [...inRepository, ...(database?.notes ?? []), ...plan.notes];
	return {
		format,
		subject,
		id,
		removed: false,
		hash,
		steps,
		tables,
		skipped,
		kept,
		notes,
		problems,
	};
}
