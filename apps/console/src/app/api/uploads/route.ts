import { isRefused } from "@graft/core/domain/problem";
import { inspectArchive } from "@graft/services/archives/inspect-archive";
import type { Inspection } from "@graft/services/archives/inspection";
import type { Context } from "@graft/services/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { isNotFound } from "../../../server/failure.ts";
import { respondToChange } from "../../../server/guard.ts";
import { readFormFile } from "../../../server/read-form-file.ts";
import { keepUpload, type Upload } from "../../../server/uploads.ts";

/** What a person reviews before anything is imported. */
export interface Review {
	readonly fileName: string;
	readonly inspection: Inspection;
	/** null where it would be refused. */
	readonly upload: Upload | null;
	/** The version whose place it would take. */
	readonly replaces: Replaced | null;
}

export interface Replaced {
	readonly version: string;
	readonly active: boolean;
}

const largestArchive = 64 * 1024 * 1024;

/** Takes an archive and tells what it is. It is imported later, by an action, if at all. */
export function POST(request: Request): Promise<Response> {
	return respondToChange(async ({ ctx, caller }) => {
		const { name: fileName, bytes } = await readFormFile(request, largestArchive);
		const inspection = await inspectArchive({ ctx, input: { bytes } });
		const { extension, problems } = inspection;
		if (extension === null || isRefused(problems)) {
			return answerWith({ fileName, inspection, upload: null, replaces: null });
		}
		const [upload, replaces] = await Promise.all([
			keepUpload(ctx, caller.sessionId, bytes),
			findReplaced(ctx, extension.id),
		]);
		return answerWith({ fileName, inspection, upload, replaces });
	});
}

const answerWith = (review: Review): Response => Response.json(review);

async function findReplaced(ctx: Context, id: string): Promise<Replaced | null> {
	try {
		const { version, active } = await getExtension({ ctx, input: { id } });
		return { version, active };
	} catch (error) {
		if (isNotFound(error)) return null;
		throw error;
	}
}
