import { readArchiveFile } from "../asking/subject.ts";
import { perform } from "../flows/perform.ts";
import { exitCodes } from "../program/exit-codes.ts";
import { withContext } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { importedLines } from "../showing/extensions.ts";
import { inspectionLines } from "../showing/inspection.ts";
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
