import { listExtensions } from "@graft/services/extensions/list-extensions";
import { exitCodes } from "../exit-codes.ts";
import { extensionListLines } from "../render/extensions.ts";
import { oneLine } from "../render/one-line.ts";
import { withView } from "../services.ts";
import type { Run } from "../session.ts";

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
