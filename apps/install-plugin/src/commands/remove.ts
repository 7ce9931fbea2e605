import { getExtension } from "@graft/services/extensions/get-extension";
import { previewRemoval, removeExtension } from "@graft/services/extensions/remove-extension";
import { exitCodes } from "../exit-codes.ts";
import { oneLine } from "../render/one-line.ts";
import { missing } from "../server-flags.ts";
import { withContext, withView } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output, ask } = session;
	if (!options.yes && !options.dryRun && ask === null)
		throw missing("--yes", "removing an extension must be confirmed");
	const open = options.dryRun ? withView : withContext;
	return open(session, async (ctx) => {
		const { version, name } = await getExtension({ ctx, input: { id } });
		const what = `${oneLine(name)} ${oneLine(version)} (${oneLine(id)}) and its unpacked folder`;
		if (options.dryRun) {
			await previewRemoval({ ctx, input: { id } });
			if (options.json) output.json({ format: 1, id, removed: false });
			else output.text([`Would remove ${what}.`]);
			return exitCodes.done;
		}
		if (!options.yes && !(await ask?.confirm(`Remove ${what}?`, false))) {
			output.note("Nothing was removed.");
			return exitCodes.done;
		}
		await removeExtension({ ctx, input: { id } });
		if (options.json) output.json({ format: 1, id, removed: true });
		else output.text([`${oneLine(id)} is removed.`]);
		return exitCodes.done;
	});
};
