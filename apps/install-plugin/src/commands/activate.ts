import { activateExtension } from "@graft/services/extensions/activate-extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import { acceptWarnings } from "../accept-warnings.ts";
import { exitCodes } from "../exit-codes.ts";
import { oneLine } from "../render/one-line.ts";
import { problemLines } from "../render/problems.ts";
import { withContext } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	return withContext(session, async (ctx) => {
		const { options, output, ask } = session;
		let accept = [...(options.accept ?? [])];
		if (ask !== null) {
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
