import { startExtension } from "@graft/services/archives/start-extension";
import { askStart } from "../asking/start.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { startedLines } from "../showing/started.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	const started = await withView(session, async (ctx) => {
		const start = await askStart(session, ctx, subject);
		return startExtension({ ctx, input: { ...start, dryRun: options.dryRun === true } });
	});
	if (options.json) output.json({ format: 1, ...started });
	else output.text(startedLines(started));
	return exitCodes.done;
};
