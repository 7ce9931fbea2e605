import { inspectArchive } from "@graft/services/archives/inspect-archive";
import type { Inspection } from "@graft/services/archives/inspection";
import { respondToChange } from "../../../server/guard.ts";
import { readFormFile } from "../../../server/read-form-file.ts";
import { keepUpload, type Upload } from "../../../server/uploads.ts";

/** What a person reviews before anything is imported. `upload` is null where it would be refused. */
export interface Review {
	readonly fileName: string;
	readonly inspection: Inspection;
	readonly upload: Upload | null;
}

const largestArchive = 64 * 1024 * 1024;

/** Takes an archive and tells what it is. It is imported later, by an action, if at all. */
export function POST(request: Request): Promise<Response> {
	return respondToChange(async ({ ctx, caller }) => {
		const { name, bytes } = await readFormFile(request, largestArchive);
		const inspection = await inspectArchive({ ctx, input: { bytes } });
		const refused =
			inspection.extension === null ||
			inspection.problems.some(({ severity }) => severity === "error");
		const upload = refused ? null : await keepUpload(ctx, caller.sessionId, bytes);
		return Response.json({ fileName: name, inspection, upload } satisfies Review);
	});
}
