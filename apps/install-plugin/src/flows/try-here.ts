import { GraftError } from "@graft/core/domain/errors";
import { type TriedScript, tryScript } from "@graft/services/extensions/try-script";
import { isArchivePath, readArchiveFile, subjectId } from "../asking/subject.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { missing } from "../program/server-flags.ts";
import { withContext } from "../session/services.ts";
import type { Session } from "../session/session.ts";
import { triedLines } from "../showing/tried.ts";

/** Runs code of a package on this machine: never without a yes to that. */
export async function tryHere(
	session: Session,
	subject: string,
	script: string,
): Promise<ExitCode> {
	const { options, output, ask } = session;
	const asked = await subjectOf(session, subject);
	if (options.dryRun)
		throw new GraftError(
			"usage",
			"A script that is only looked at tells nothing: --dry-run is not for it.",
		);
	if (!options.yes && ask === null)
		throw missing("--yes", "running a script of an extension must be confirmed");
	const question = "Run it once on this machine, without root's rights?";
	if (!options.yes && !(await ask?.confirm(question, false))) {
		output.note("Nothing was run.");
		return exitCodes.done;
	}
	const input = { subject: asked, ...(script === "" ? {} : { script }) };
	const tried = await withContext(session, (ctx) => tryScript({ ctx, input }));
	if (options.json) output.json({ format: 1, ...tried });
	else output.text(triedLines(tried, output.paint));
	return isTaken(tried) ? exitCodes.done : exitCodes.refused;
}

async function subjectOf({ options }: Session, subject: string) {
	if (!isArchivePath(subject)) return { id: subjectId(subject, options) };
	const { bytes, root } = await readArchiveFile(subject, options);
	return root === undefined ? { bytes } : { bytes, root };
}

function isTaken({ faults, rows }: TriedScript): boolean {
	return faults.length === 0 && rows.every(({ dropped }) => dropped.length === 0);
}
