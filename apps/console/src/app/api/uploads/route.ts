import { defaultLimits } from "@graft/core/archive/limits";
import { isRefused } from "@graft/core/domain/problem";
import { inspectArchive } from "@graft/services/archives/inspect-archive";
import type { Inspection } from "@graft/services/archives/inspection";
import type { Context } from "@graft/services/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { isNotFound } from "../../../server/failure.ts";
import { respondToChange, respondToLook } from "../../../server/guard.ts";
import { inTurn, isWaiting } from "../../../server/in-flight.ts";
import { declaredBytes, readFormFile } from "../../../server/read-form-file.ts";
import { keepUpload, type Upload } from "../../../server/uploads.ts";
import { uploadHeader } from "../../(console)/upload/upload-header.ts";

/** What a person reviews before anything is imported. */
export interface Review {
	readonly fileName: string;
	readonly inspection: Inspection;
	/** What was chosen of an archive that holds several. */
	readonly root: string | undefined;
	/** null where it would be refused. */
	readonly upload: Upload | null;
	/** The version whose place it would take. */
	readonly replaces: Replaced | null;
}

export interface Replaced {
	readonly version: string;
	readonly active: boolean;
}

const largest = defaultLimits.archiveBytes;

/** Takes an archive and tells what it is. It is imported later, by an action, if at all. */
export function POST(request: Request): Promise<Response> {
	const id = request.headers.get(uploadHeader) ?? "";
	const root = new URL(request.url).searchParams.get("root") ?? undefined;
	return respondToChange(({ ctx, caller }) =>
		inTurn(declaredBytes(request, largest), id, async (memory) => {
			const { name: fileName, bytes } = await readFormFile(request, largest, memory);
			const inspection = await inspectArchive({ ctx, input: { bytes, root } });
			const { archive, extension, problems } = inspection;
			if (extension === null || isRefused(problems)) {
				return answerWith({ fileName, inspection, root, upload: null, replaces: null });
			}
			const [upload, replaces] = await Promise.all([
				keepUpload(ctx, caller.sessionId, bytes, (archive.takenFrom ?? archive).sha256),
				findReplaced(ctx, extension.id),
			]);
			return answerWith({ fileName, inspection, root, upload, replaces });
		}),
	);
}

/** Whether an upload waits for others, by the id that its page gave it: the answer to itself says so too late. */
export function GET(request: Request): Promise<Response> {
	const id = new URL(request.url).searchParams.get("upload") ?? "";
	return respondToLook(async () => Response.json({ waiting: isWaiting(id) }));
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
