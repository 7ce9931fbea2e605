import type { Context } from "@graft/services/context/context";
import { previewActivation } from "@graft/services/extensions/activate-extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import { recoverTables } from "@graft/services/tables/recover-tables";
import { acceptWarnings } from "../asking/accept-warnings.ts";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { type Settled, settleDatabase, tellDryRun } from "../flows/settle-database.ts";
import { type ExitCode, exitCodes } from "../program/exit-codes.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { named } from "../showing/named.ts";
import { oneLine } from "../showing/one-line.ts";
import { problemLines } from "../showing/problems.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	if (session.options.dryRun) return preview(session, id);
	return withContext(session, async (ctx) => {
		const { options, output } = session;
		const settled = await settle(session, ctx, id);
		if (settled === undefined) {
			output.note("Nothing was activated.");
			return exitCodes.done;
		}
		await perform(session, ctx, "activate", { id, ...settled });
		if (options.json) output.json({ format: 1, id, active: true });
		else output.text([`${oneLine(id)} is active.`]);
		return exitCodes.done;
	});
};

async function settle(session: Session, ctx: Context, id: string): Promise<Settled | undefined> {
	const { options } = session;
	const given = [...(options.accept ?? [])];
	if (options.plan !== undefined) return { accept: given, plan: options.plan };
	const accept = await acceptAboutArchive(session, ctx, id, given);
	if (accept === undefined) return undefined;
	await recoverTables({ ctx, input: {} });
	return settleDatabase(session, accept, async (codes) => {
		const { plan } = await previewActivation({ ctx, input: { id, accept: codes } });
		return plan;
	});
}

async function acceptAboutArchive(session: Session, ctx: Context, id: string, accept: string[]) {
	const { options, output, ask } = session;
	if (ask === null || options.yes) return accept;
	const { problems, accepted } = await getExtension({ ctx, input: { id } });
	output.warn(problemLines(problems, output.paintNote));
	return acceptWarnings(ask, problems, [...accepted, ...accept], ["web", "database"]);
}

async function preview(session: Session, id: string): Promise<ExitCode> {
	const input = { id, accept: [...(session.options.accept ?? [])] };
	const seen = await withView(session, (ctx) => previewActivation({ ctx, input }));
	const { version, active, changed, plan } = seen;
	const what = named(id, version);
	const would = active ? "update the tables of" : "activate";
	const text = changed ? `Would ${would} ${what}.` : `${what} is active already.`;
	return tellDryRun(session, plan, { id, active }, text);
}
