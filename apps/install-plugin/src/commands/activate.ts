import {
	activateExtension,
	previewActivation,
} from "@graft/services/extensions/activate-extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import { acceptWarnings } from "../accept-warnings.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { oneLine } from "../render/one-line.ts";
import { problemLines } from "../render/problems.ts";
import { withContext, withView } from "../services.ts";
import type { Run, Session } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	if (session.options.dryRun) return preview(session, id);
	return withContext(session, async (ctx) => {
		const { options, output, ask } = session;
		let accept = [...(options.accept ?? [])];
		if (ask !== null && !options.yes) {
			const { problems, accepted } = await getExtension({ ctx, input: { id } });
			output.warn(problemLines(problems, output.paintNote));
			const agreed = await acceptWarnings(
				ask,
				problems,
				[...accepted, ...accept],
				["web", "database"],
			);
			if (agreed === undefined) {
				output.note("Nothing was activated.");
				return exitCodes.done;
			}
			accept = agreed;
		}
		await activateExtension({ ctx, input: { id, accept } });
		if (options.json) output.json({ format: 1, id, active: true });
		else output.text([`${oneLine(id)} is active.`]);
		return exitCodes.done;
	});
};

async function preview(session: Session, id: string): Promise<ExitCode> {
	const { options, output } = session;
	const input = { id, accept: [...(options.accept ?? [])] };
	const { version, changed } = await withView(session, (ctx) => previewActivation({ ctx, input }));
	const what = `${oneLine(id)} ${oneLine(version)}`;
	if (options.json) output.json({ format: 1, id, active: !changed });
	else output.text([changed ? `Would activate ${what}.` : `${what} is active already.`]);
	return exitCodes.done;
}
