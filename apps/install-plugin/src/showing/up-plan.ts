import { formatCount } from "@graft/core/domain/counts";
import type { Arrival } from "@graft/services/proof/wait-for-rows";
import {
	agentsPlanIn,
	folderPlanIn,
	groupsPlanIn,
	serverPlansIn,
	tablesPlanIn,
} from "@graft/services/way/place-plan";
import type { UpDone } from "@graft/services/way/up-extension";
import type { UpPlan } from "@graft/services/way/up-plan";
import type { Paint } from "../terminal/terminal.ts";
import { bindingPlanLines } from "./binding-plan.ts";
import { databasePlanLines } from "./database-plan.ts";
import { deploymentLines, machinesText } from "./deployment.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { planLines } from "./plan.ts";
import { repositoryPlanLines } from "./repository-plan.ts";

/** Place after place, as a person reads it before they say yes. */
export function upPlanLines(plan: UpPlan, paint: Paint): string[] {
	const { subject, places, imports } = plan;
	const what = named(subject.id, subject.version);
	return [
		...(imports ? [paint("bold", `Import ${what} into extensions/`)] : []),
		...places.flatMap((place) => placeLines(place, paint)),
		...(agentsPlanIn(places) === null && folderPlanIn(places) === null
			? [paint("dim", "This plan gives nothing to agents.")]
			: []),
		paint("bold", `Hash of the whole plan: ${plan.hash}`),
	];
}

function placeLines(place: UpPlan["places"][number], paint: Paint): string[] {
	switch (place.driver) {
		case "sql":
			// The problems of all places stand above already.
			return databasePlanLines({ ...place.plan, problems: [] }, paint);
		case "files":
			return planLines(place.plan, paint);
		case "git":
			return repositoryPlanLines(place.plan, paint);
		case "http":
			return bindingPlanLines(place.plan, paint);
		case "delivery":
			return deploymentLines(place.plan, paint);
	}
}

/** What scripts see of it: every step of every place, in order. */
export function upPlanJson(plan: UpPlan): object {
	const { format, hash, subject, imports, places, problems } = plan;
	const { id, version } = subject;
	const steps = [
		...(imports
			? [
					{
						...{ place: "extensions", kind: "import", target: id },
						why: "it is unpacked into the extensions folder",
					},
				]
			: []),
		...places.flatMap(stepsIn),
	].map(({ kind, target, why, ...more }) => ({ kind, target, why, ...more }));
	return {
		...{ format, hash, steps, subject, extension: { id, version } },
		database: tablesPlanIn(places),
		servers: serverPlansIn(places),
		deployment: agentsPlanIn(places),
		repository: folderPlanIn(places),
		groups: groupsPlanIn(places),
		problems,
	};
}

function stepsIn(each: UpPlan["places"][number]) {
	const place = each.driver === "files" ? each.plan.server : each.place;
	return each.plan.steps.map((step) => ({ place, ...step }));
}

export function upDoneLines(done: UpDone, arrival: Arrival | null): string[] {
	const { id, version, servers, deployment, database, repository } = done;
	const where = [
		...(repository === null ? [] : [repository.repository]),
		...servers.map(({ server }) => server),
	];
	const assigned = (deployment?.packages ?? []).reduce((sum, each) => sum + each.assigned, 0);
	return [
		`${named(id, version)} is active${database?.changed ? " now" : ""} and installed ${repository === null ? "on" : "in"} ${where.map(oneLine).join(", ")}.`,
		...(deployment === null ? [] : [`Given to ${machinesText(assigned)} now.`]),
		...(arrival === null ? [] : [arrivalText(id, arrival)]),
	];
}

function arrivalText(id: string, { arrived, agents }: Arrival): string {
	const { reporting, expected } = agents;
	if (expected === 0) return "No machine is expected to report it.";
	const counts = `${formatCount(reporting)} of ${machinesText(expected)}`;
	return arrived
		? `Data arrives: ${counts} sent rows.`
		: `No rows yet (${counts}). Agents send them with their next inventory; install-plugin status ${oneLine(id)} shows them.`;
}
