import type { Goal } from "@graft/core/domain/plan";
import type { Context } from "@graft/services/context";
import { planArchive } from "@graft/services/servers/plan-archive";
import { planServer } from "@graft/services/servers/plan-server";
import { type ExitCode, exitCodes } from "./exit-codes.ts";
import { importedId } from "./imported-id.ts";
import { choosePlace, type ServerPlace } from "./place.ts";
import { planLines } from "./render/plan.ts";
import { problemLines } from "./render/problems.ts";
import { withView } from "./services.ts";
import type { Session } from "./session.ts";
import { isArchivePath, readArchiveFile } from "./subject.ts";

/** Shows what would be done on a server; writes nothing, there or here. */
export async function showPlan(session: Session, subject: string, goal: Goal): Promise<ExitCode> {
	const place = await choosePlace(session);
	await withView(session, (ctx) => showPlanWith(session, ctx, subject, goal, place));
	return exitCodes.done;
}

export async function showPlanWith(
	session: Session,
	ctx: Context,
	subject: string,
	goal: Goal,
	place: ServerPlace,
): Promise<void> {
	const { options, output } = session;
	const change = {
		...place,
		accept: [...(options.accept ?? [])],
		...(options.reload === undefined ? {} : { reload: options.reload }),
	};
	const { plan, problems } =
		goal === "present" && isArchivePath(subject)
			? await planArchive({ ctx, input: { ...change, ...(await readArchiveFile(subject)) } })
			: await planServer({
					ctx,
					input: { ...change, goal, id: await importedId(session, ctx, subject, goal) },
				});
	const { format, hash, steps, ...rest } = plan;
	if (options.json) output.json({ format, hash, steps, ...rest, problems });
	else output.text([...problemLines(problems, output.paint), ...planLines(plan, output.paint)]);
}
