import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { isRefused } from "@graft/core/domain/problem";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import type { Session } from "../session/session.ts";
import { databasePlanJson, databasePlanLines } from "../showing/database-plan.ts";

/** What was agreed to; `plan` is left out where no database has to do with it. */
export interface Settled {
	readonly accept: string[];
	readonly plan?: string;
}

/** Shows what would be done to OCS's database and asks; undefined where the answer was no. */
export async function settleDatabase(
	session: Session,
	accept: string[],
	propose: (accept: string[]) => Promise<DatabasePlan | null>,
): Promise<Settled | undefined> {
	const plan = await propose(accept);
	if (plan === null) return { accept };
	showDatabasePlan(session, plan);
	const settled = { accept, plan: plan.hash };
	// What is refused, the change itself refuses, with all its reasons.
	if (plan.steps.length === 0 || isRefused(plan.problems)) return settled;
	const { options } = session;
	if (options.yes) return settled;
	const ask = askOrMissing(session);
	const agreed = await acceptWarnings(ask, plan.problems, accept, ["database"]);
	if (agreed === undefined) return undefined;
	if (agreed !== accept) return settleDatabase(session, agreed, propose);
	const yes = await ask.confirm("Apply this plan?", plan.goal === "active");
	return yes ? settled : undefined;
}

/** Nobody says yes to what they have not seen, whatever --quiet keeps away. */
export function showDatabasePlan({ ask, options, output }: Session, plan: DatabasePlan): void {
	const lines = databasePlanLines(plan, output.paintNote);
	if (ask !== null && !options.yes) output.warn(lines);
	else for (const line of lines) output.note(line);
}

function askOrMissing({ ask }: Session) {
	if (ask !== null) return ask;
	throw missing(
		"--yes",
		"a change of the database must be confirmed (or name its plan: --plan HASH)",
	);
}

/** For --dry-run. `told` comes first in the object, `text` last in what a person reads. */
export function tellDryRun(
	{ options, output }: Session,
	plan: DatabasePlan | null,
	told: object,
	text: string,
): ExitCode {
	if (options.json)
		output.json({ format: 1, ...told, ...(plan === null ? {} : databasePlanJson(plan)) });
	else output.text([...(plan === null ? [] : databasePlanLines(plan, output.paint)), text]);
	return plan === null || plan.problems.length === 0 ? exitCodes.done : exitCodes.refused;
}
