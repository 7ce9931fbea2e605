import { deactivateExtension } from "@graft/services/extensions/deactivate-extension";
import { exitCodes } from "../exit-codes.ts";
import { oneLine } from "../render/one-line.ts";
import { withContext } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output } = session;
	await withContext(session, (ctx) => deactivateExtension({ ctx, input: { id } }));
	if (options.json) output.json({ format: 1, id, active: false });
	else output.text([`${oneLine(id)} is not active; everything is kept.`]);
	return exitCodes.done;
};
