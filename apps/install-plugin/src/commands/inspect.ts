import { inspectArchive } from "@graft/services/archives/inspect-archive";
import { codeOfLook } from "../exit-codes.ts";
import { inspectionLines } from "../render/inspection.ts";
import { withView } from "../services.ts";
import type { Run } from "../session.ts";
import { readArchiveFile } from "../subject.ts";

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
