import type { Goal } from "@graft/core/domain/plan";
import { planArchive } from "@graft/services/servers/plan-archive";
import { planServer } from "@graft/services/servers/plan-server";
import { choosePlace } from "../asking/place.ts";
import { isArchivePath, readArchiveFile } from "../asking/subject.ts";
import { codeOfLook, type ExitCode } from "../program/exit-codes.ts";
import { wishesFromFlags } from "../program/server-flags.ts";
import { withView } from "../session/services.ts";
import type { Session } from "../session/session.ts";
import { planLines } from "../showing/plan.ts";
import { problemLines } from "../showing/problems.ts";
import { importedId } from "./imported-id.ts";

/** Shows what would be done on a server; writes nothing, there or here. */
export async function showPlan(session: Session, subject: string, goal: Goal): Promise<ExitCode> {
	const { options, output } = session;
	// Before any question: whoever mistyped a path must not answer for nothing.
	const isArchive = goal === "present" && isArchivePath(subject);
	const archive = isArchive ? await readArchiveFile(subject, options) : null;
	const change = { ...(await choosePlace(session)), ...wishesFromFlags(options) };
	const { plan, problems } = await withView(session, async (ctx) => {
		if (archive !== null) {
			const { bytes, root } = archive;
			return planArchive({ ctx, input: { ...change, bytes, root } });
		}
		const id = await importedId(session, ctx, subject, goal);
		return planServer({ ctx, input: { ...change, goal, id } });
	});
	const { format, hash, steps: all, ...rest } = plan;
	const steps = all.map(({ kind, target, why, ...more }) => ({ kind, target, why, ...more }));
	if (options.json) output.json({ format, hash, steps, ...rest, problems });
	else output.text([...problemLines(problems, output.paint), ...planLines(plan, output.paint)]);
	return codeOfLook(problems);
}
