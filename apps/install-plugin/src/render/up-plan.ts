import type { Arrival } from "@graft/services/proof/wait-for-rows";
import type { UpDone } from "@graft/services/way/up-extension";
import type { UpPlan } from "@graft/services/way/up-plan";
import type { Paint } from "../terminal.ts";
import { databasePlanLines } from "./database-plan.ts";
import { deploymentLines, machinesText } from "./deployment.ts";
import { named } from "./named.ts";
import { oneLine } from "./one-line.ts";
import { planLines } from "./plan.ts";

/** Place after place, as a person reads it before they say yes. */
export function upPlanLines(plan: UpPlan, paint: Paint): string[] {
	const { database, servers, deployment, imports, extension } = plan;
	const what = named(extension.id, extension.version);
	return [
		...(imports ? [paint("bold", `Import ${what} into extensions/`)] : []),
		// The problems of all places stand above already.
		...(database === null ? [] : databasePlanLines({ ...database, problems: [] }, paint)),
		...servers.flatMap((server) => planLines(server, paint)),
		...(deployment === null
			? [paint("dim", "Agents get nothing by this plan.")]
			: deploymentLines(deployment, paint)),
		paint("bold", `Hash of all of it: ${plan.hash}`),
	];
}

/** What scripts see of it: every step of every place, in order. */
export function upPlanJson(plan: UpPlan): object {
	const { format, hash, extension, imports, database, servers, deployment, problems } = plan;
	const steps = [
		...(imports
			? [
					{
						...{ place: "extensions", kind: "import", target: extension.id },
						why: "it is unpacked where OCS's console finds it",
					},
				]
			: []),
		...(database?.steps ?? []).map((step) => ({ place: "database", ...step })),
		...servers.flatMap(({ server, steps: own }) => own.map((step) => ({ place: server, ...step }))),
		...(deployment?.steps ?? []).map((step) => ({ place: "agents", ...step })),
	].map(({ kind, target, why, ...more }) => ({ kind, target, why, ...more }));
	return { format, hash, steps, extension, database, servers, deployment, problems };
}

export function upDoneLines(done: UpDone, arrival: Arrival | null): string[] {
	const { id, version, servers, deployment, database } = done;
	const assigned = (deployment?.packages ?? []).reduce((sum, each) => sum + each.assigned, 0);
	return [
		`${named(id, version)} is active${database?.changed ? " now" : ""}, and on ${servers.map(({ server }) => oneLine(server)).join(", ")}.`,
		...(deployment === null ? [] : [`Given to ${machinesText(assigned)} now.`]),
		...(arrival === null ? [] : [arrivalText(id, arrival)]),
	];
}

function arrivalText(id: string, { arrived, agents }: Arrival): string {
	const { reporting, expected } = agents;
	if (expected === 0) return "No machine is expected to report it.";
	const counts = `${reporting} of ${machinesText(expected)}`;
	return arrived
		? `Data arrives: ${counts} sent rows.`
		: `No rows yet (${counts}). Agents send them with their next inventory; install-plugin status ${oneLine(id)} shows them.`;
}
