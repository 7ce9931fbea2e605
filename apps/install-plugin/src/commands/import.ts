import { exitCodes } from "../exit-codes.ts";
import { perform } from "../perform.ts";
import { importedLines } from "../render/extensions.ts";
import { inspectionLines } from "../render/inspection.ts";
import { withContext } from "../services.ts";
import type { Run } from "../session.ts";
import { readArchiveFile } from "../subject.ts";
import { run as inspect } from "./inspect.ts";

export const run: Run = async (session, subject) => {
	const { options, output } = session;
	if (options.dryRun) return inspect(session, subject, "");
	const archive = await readArchiveFile(subject, options);
	const imported = await withContext(session, (ctx) =>
		perform(session, ctx, "import", { ...archive, accept: [...(options.accept ?? [])] }),
	);
	if (options.json) output.json({ format: 1, ...imported });
	else
		output.text([
			...inspectionLines(imported.inspection, output.paint),
			...importedLines(imported),
		]);
	return exitCodes.done;
};
