import { bundleLines, writeBundles } from "../bundles.ts";
import { exitCodes } from "../exit-codes.ts";
import { withContext } from "../services.ts";
import type { Run } from "../session.ts";
import { demandId } from "../subject.ts";

export const run: Run = async (session, subject) => {
	const id = demandId(subject);
	const { options, output } = session;
	const written = await withContext(session, (ctx) =>
		writeBundles(ctx, {
			id,
			...(options.script === undefined ? {} : { files: [...options.script] }),
			...(options.windowsPath === undefined ? {} : { windowsPath: options.windowsPath }),
			deployment: options.deployment === true,
			accept: [...(options.accept ?? [])],
			output: options.output ?? ".",
			overwrite: options.yes === true,
		}),
	);
	if (options.json) output.json({ format: 1, bundles: written });
	else output.text(bundleLines(written));
	return exitCodes.done;
};
