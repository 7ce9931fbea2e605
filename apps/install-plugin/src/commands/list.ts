import { listExtensions } from "@graft/services/extensions/list-extensions";
import { exitCodes } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { extensionListLines } from "../showing/extensions.ts";
import { oneLine } from "../showing/one-line.ts";

export const run: Run = async (session) => {
	const { options, output } = session;
	const { extensions, broken, archives, note } = await withView(session, (ctx) =>
		listExtensions({ ctx, input: {} }),
	);
	const list = { extensions, broken, archives, note };
	if (list.note !== null) output.warn([oneLine(list.note)]);
	if (options.json) output.json({ format: 1, ...list });
	else output.text(extensionListLines(list, output.paint));
	return exitCodes.done;
};
