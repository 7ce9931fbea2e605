import { GraftError } from "@graft/core/domain/errors";
import type { Goal, Plan } from "@graft/core/domain/plan";
import type { Context } from "@graft/services/context/context";
import { planArchive } from "@graft/services/servers/plan-archive";
import { withChosenRoot } from "../asking/choose-root.ts";
import { choosePlace } from "../asking/place.ts";
import { isArchivePath, readArchiveFile } from "../asking/subject.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing, wishesFromFlags } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Session } from "../session/session.ts";
import { changeServer } from "./change-server.ts";
import { importedId } from "./imported-id.ts";
import { showPlan } from "./show-plan.ts";

/** Before the import, which is a change too. */
function refuseOther({ extension, hash }: Plan, agreed: string): void {
	if (hash === agreed) return;
	throw new GraftError(
		"refused",
		`The plan for ${extension.id} is not the one that you agreed to (${agreed.slice(0, 12)}): the archive or the server is another one; nothing was touched.`,
		{ hint: "Make the plan again, look at it, and apply that one." },
	);
}

type Afterwards = (ctx: Context, id: string) => Promise<void>;

/** `install` and `uninstall`. What a script has left out is refused before anything is written. */
export async function runServerCommand(
	session: Session,
	subject: string,
	goal: Goal,
	afterwards?: Afterwards,
): Promise<ExitCode> {
	const { options, ask } = session;
	if (options.dryRun) return showPlan(session, subject, goal);
	if (ask === null && !options.yes && options.plan === undefined)
		throw missing(
			"--yes",
			"a change of a server must be confirmed (or name its plan: --plan HASH)",
		);
	return withContext(session, async (ctx) => {
		// Before any question: whoever mistyped a path must not answer for nothing.
		const chosen = goal === "present" ? await withChosenRoot(session, ctx, subject) : session;
		const place = await choosePlace(session);
		const change = { ...place, ...wishesFromFlags(options) };
		if (goal === "present" && isArchivePath(subject)) {
			// A server that is not there, or a wrong folder, must not leave an import behind.
			const { bytes, root } = await readArchiveFile(subject, chosen.options);
			const { plan } = await planArchive({ ctx, input: { ...change, bytes, root } });
			if (options.plan !== undefined) refuseOther(plan, options.plan);
		}
		const id = await importedId(chosen, ctx, subject, goal);
		const agreed = await changeServer(session, ctx, { ...change, id, goal });
		if (agreed) await afterwards?.(ctx, id);
		return exitCodes.done;
	});
}
