import { demandId } from "../asking/subject.ts";
import { bundleLines, previewBundles, writeBundles } from "../flows/bundles.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withContext, withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output } = session;
	const open = options.dryRun ? withView : withContext;
	const make = options.dryRun ? previewBundles : writeBundles;
	const made = await open(session, (ctx) =>
		make(ctx, {
			id,
			...(options.script === undefined ? {} : { files: [...options.script] }),
			...(options.windowsPath === undefined ? {} : { windowsPath: options.windowsPath }),
			deployment: options.deployment === true,
			accept: [...(options.accept ?? [])],
			output: options.output ?? ".",
			overwrite: options.yes === true,
		}),
	);
	if (options.json) output.json({ format: 1, bundles: made });
	else output.text(bundleLines(made));
	return exitCodes.done;
};
