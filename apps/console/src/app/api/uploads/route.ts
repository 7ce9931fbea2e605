import { defaultLimits } from "@graft/core/archive/limits";
import { reportArchive } from "@graft/services/archives/report-archive";
import { findStanding, type Standing } from "@graft/services/extensions/find-standing";
import type { ShownInspection } from "@graft/services/tasks/shown-inspection";
import { bodyOf } from "../../../server/body-of.ts";
import { respondToChange, respondToLook } from "../../../server/guard.ts";
import { inTurn, isWaiting } from "../../../server/in-flight.ts";
import { declaredBytes, readFormFile } from "../../../server/read-form-file.ts";
import { keepUpload, type Upload } from "../../../server/uploads.ts";
import { uploadHeader } from "../../(console)/upload/upload-header.ts";

/** What a person reviews before anything is imported. */
export interface Review {
	readonly fileName: string;
	readonly inspection: ShownInspection;
	/** What was chosen of an archive that holds several. */
	readonly root: string | undefined;
	/** null where it would be refused. */
	readonly upload: Upload | null;
	/** The version whose place it would take. */
	readonly replaces: Standing | null;
}

const largest = defaultLimits.archiveBytes;

/** Takes an archive and tells what it is. It is imported later, by an action, if at all. */
export function POST(request: Request): Promise<Response> {
	const waiter = request.headers.get(uploadHeader) ?? "";
	const root = new URL(request.url).searchParams.get("root") ?? undefined;
	return respondToChange(({ ctx, caller }) =>
		inTurn(declaredBytes(request, largest), waiter, async (memory) => {
			const { name: fileName, bytes } = await readFormFile(request, largest, memory);
			const report = await reportArchive({ ctx, input: { bytes, root } });
			const { json, sha256, id, isRefused } = report;
			if (id === null || isRefused) {
				return answerWith(json, { fileName, root, upload: null, replaces: null });
			}
			const [upload, replaces] = await Promise.all([
				keepUpload(ctx, caller.sessionId, bytes, sha256),
				findStanding(ctx, id),
			]);
			return answerWith(json, { fileName, root, upload, replaces });
		}),
	);
}

/** Whether an upload waits for others, by the id that its page gave it: the answer to itself says so too late. */
export function GET(request: Request): Promise<Response> {
	const id = new URL(request.url).searchParams.get("upload") ?? "";
	return respondToLook(async () => Response.json({ waiting: isWaiting(id) }));
}

/** The inspection was written by a worker, and is sent on as it is. */
function answerWith(inspection: Uint8Array, rest: Omit<Review, "inspection">): Response {
	const open = JSON.stringify(rest).slice(0, -1);
	const text = new TextEncoder();
	const body = bodyOf(text.encode(`${open},"inspection":`), inspection, text.encode("}"));
	return new Response(body, { headers: { "content-type": "application/json" } });
}
