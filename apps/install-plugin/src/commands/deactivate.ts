import { deactivateExtension } from "@graft/services/extensions/deactivate-extension";
import { getExtension } from "@graft/services/extensions/get-extension";
import { exitCodes } from "../exit-codes.ts";
import { oneLine } from "../render/one-line.ts";
import { withContext, withView } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output } = session;
	if (options.dryRun) {
		const input = { id };
		const { active } = await withView(session, (ctx) => getExtension({ ctx, input }));
		if (options.json) output.json({ format: 1, id, active });
		else
			output.text([active ? `Would deactivate ${oneLine(id)}.` : `${oneLine(id)} is not active.`]);
		return exitCodes.done;
	}
	await withContext(session, (ctx) => deactivateExtension({ ctx, input: { id } }));
	if (options.json) output.json({ format: 1, id, active: false });
	else output.text([`${oneLine(id)} is not active; everything is kept.`]);
	return exitCodes.done;
};
