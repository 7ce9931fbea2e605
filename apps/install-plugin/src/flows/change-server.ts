import { type Goal, isServiceStep } from "@graft/core/domain/plan";
import type { Context } from "@graft/services/context/context";
import { planServer } from "@graft/services/servers/plan-server";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import type { ServerPlace } from "../asking/place.ts";
import type { Wishes } from "../program/server-flags.ts";
import type { Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";
import { outcomeLines } from "../showing/outcome.ts";
import { planLines } from "../showing/plan.ts";
import { problemLines } from "../showing/problems.ts";
import type { Ask } from "../terminal/ask.ts";
import { perform } from "./perform.ts";

/** What is to become of one extension on one server. */
export interface Change extends ServerPlace, Wishes {
	readonly id: string;
	readonly goal: Goal;
}

/** Plans, shows, asks and applies; with --plan applies that one, which was seen before. False where the answer was no. */
export async function changeServer(
	session: Session,
	ctx: Context,
	change: Change,
): Promise<boolean> {
	const { options, output } = session;
	const settled =
		options.plan === undefined
			? await settle(session, ctx, change)
			: { change, planHash: options.plan };
	if (settled === undefined) {
		output.note("Nothing was changed on the server.");
		return false;
	}
	const { goal } = settled.change;
	const input = { ...settled.change, planHash: settled.planHash };
	const applied =
		goal === "present"
			? await perform(session, ctx, "install", { ...input, goal })
			: await perform(session, ctx, "uninstall", { ...input, goal });
	if (options.json) output.json({ format: 1, ...applied });
	else output.text(outcomeLines(change, applied));
	return true;
}

/** What was shown and agreed to; undefined where the answer was no. */
async function settle({ ask: person, options, output }: Session, ctx: Context, change: Change) {
	const ask = options.yes ? null : person;
	const { plan, problems, reload } = await propose(ask, ctx, change);
	const paint = output.paintNote;
	const lines = [...problemLines(problems, paint), ...planLines(plan, paint)];
	// Nobody says yes to what they have not seen, whatever --quiet keeps away.
	if (ask !== null) output.warn(lines);
	else for (const line of lines) output.note(line);
	const agreed = { ...change, reload };
	if (ask === null || plan.steps.length === 0) return { change: agreed, planHash: plan.hash };
	const accept = await acceptWarnings(ask, problems, change.accept, ["server"]);
	if (accept === undefined) return undefined;
	if (!(await ask.confirm("Apply this plan?", plan.goal === "present"))) return undefined;
	return { change: { ...agreed, accept }, planHash: plan.hash };
}

/** The plan, with a reload only where a flag or a person wants one. */
async function propose(ask: Ask | null, ctx: Context, change: Change) {
	const reload = change.reload ?? ask !== null;
	const first = { ...(await planServer({ ctx, input: { ...change, reload } })), reload };
	if (change.reload !== undefined || ask === null) return first;
	const step = first.plan.steps.find(isServiceStep);
	const deed = step?.kind === "restart" ? "Restart" : "Reload";
	const question = step && `${deed} ${oneLine(step.target)} in the end? ${oneLine(step.why)}`;
	if (question !== undefined && (await ask.confirm(question, true))) return first;
	const without = await planServer({ ctx, input: { ...change, reload: false } });
	return { ...without, reload: false };
}
