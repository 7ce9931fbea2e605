import { countOf } from "@graft/core/domain/counts";
import type { RemovalPlan } from "@graft/services/way/removal-plan";
import type { Paint } from "../terminal.ts";
import { databasePlanLines } from "./database-plan.ts";
import { machinesText } from "./deployment.ts";
import { oneLine } from "./one-line.ts";
import { planLines } from "./plan.ts";
import { problemLines } from "./problems.ts";

/** Place after place, as a person reads it before they say yes. */
export function removalPlanLines(plan: RemovalPlan, paint: Paint): string[] {
	const { packages, servers, removal, notes, problems } = plan;
	return [
		...problemLines(problems, paint),
		...(packages === null
			? []
			: [
					paint("bold", "Withdraw it from OCS's deployment"),
					`  ${machinesText(packages.withdrawn)} ${packages.withdrawn === 1 ? "is" : "are"} given it no more; ${countOf(packages.purged.length, "package")} ${packages.purged.length === 1 ? "goes" : "go"}`,
				]),
		...servers.flatMap((server) => planLines(server, paint)),
		// The problems of all places stand above already.
		...(removal.plan === null ? [] : databasePlanLines({ ...removal.plan, problems: [] }, paint)),
		...notes.map((note) => `${paint("cyan", "note")}: ${oneLine(note)}`),
		paint("bold", `Hash of all of it: ${oneLine(plan.hash)}`),
	];
}

/** What scripts see of it: every step of every place, in order. */
export function removalPlanJson(plan: RemovalPlan): object {
	const { format, id, hash, packages, servers, removal, problems } = plan;
	const steps = [
		...(packages?.purged ?? []).map((target) => ({
			...{ kind: "purge-package", target, why: "agents are given nothing more of it" },
			place: "agents",
		})),
		...servers.flatMap(({ server, steps: own }) =>
			own.map(({ kind, target, why, ...more }) => ({ kind, target, why, place: server, ...more })),
		),
		...(removal.plan?.steps ?? []).map(({ kind, target, why, ...more }) => ({
			...{ kind, target, why, place: "database" },
			...more,
		})),
		{
			...{ kind: "remove-extension", target: id, why: "its archives are kept" },
			place: "extensions",
		},
	];
	const { skipped = [], kept = [] } = removal.plan ?? {};
	const notes = [...(removal.plan?.notes ?? []), ...plan.notes];
	const tables = removal.tables;
	return { format, id, removed: false, hash, steps, tables, skipped, kept, notes, problems };
}
