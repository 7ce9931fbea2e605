import { inspectArchive } from "@graft/services/archives/inspect-archive";
import { readArchiveFile } from "../asking/subject.ts";
import { codeOfLook } from "../program/exit-codes.ts";
import { withView } from "../session/services.ts";
import type { Run } from "../session/session.ts";
import { inspectionLines } from "../showing/inspection.ts";

export const run: Run = async (session, subject) => {
	const { output, options } = session;
	const { bytes, root } = await readArchiveFile(subject, options);
	const inspection = await withView(session, (ctx) =>
		inspectArchive({ ctx, input: { bytes, root } }),
	);
	if (options.json) output.json(inspection);
	else output.text(inspectionLines(inspection, output.paint));
	return codeOfLook(inspection.problems);
};
