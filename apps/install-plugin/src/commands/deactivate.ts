import type { Context } from "@graft/services/context/context";
import { previewDeactivation } from "@graft/services/extensions/deactivate-extension";
import { recoverTables } from "@graft/services/tables/recover-tables";
import { demandId } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { settleDatabase, tellDryRun } from "../flows/settle-database.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run, Session } from "../session/session.ts";
import { oneLine } from "../showing/one-line.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output } = session;
	if (options.dryRun) {
		const seen = await withView(session, (ctx) => previewDeactivation({ ctx, input: { id } }));
		const text = seen.changed
			? `Would deactivate ${oneLine(id)}.`
			: `${oneLine(id)} is not active.`;
		return tellDryRun(session, seen.plan, { id, active: seen.changed }, text);
	}
	return withContext(session, async (ctx) => {
		const settled = await settle(session, ctx, id);
		if (settled === undefined) {
			output.note("Nothing was deactivated.");
			return exitCodes.done;
		}
		await perform(session, ctx, "deactivate", { id, plan: settled.plan });
		if (options.json) output.json({ format: 1, id, active: false });
		else output.text([`${oneLine(id)} is not active; everything is kept.`]);
		return exitCodes.done;
	});
};

async function settle(
	session: Session,
	ctx: Context,
	id: string,
): Promise<{ plan?: string } | undefined> {
	const { plan } = session.options;
	if (plan !== undefined) return { plan };
	await recoverTables({ ctx, input: {} });
	return settleDatabase(session, [], async () => {
		const seen = await previewDeactivation({ ctx, input: { id } });
		return seen.plan;
	});
}
