"use server";

import * as z from "zod";
import { answer, type Result } from "../../../server/guard.ts";
import { inTurn } from "../../../server/in-flight.ts";
import { type Started, startHere } from "../../../server/runner.ts";
import { dropUpload, readUpload, uploadBytes, uploadId } from "../../../server/uploads.ts";

const importUploadInput = z.strictObject({
	upload: z.strictObject({
		id: z.string().regex(uploadId, "There is no such upload."),
		sha256: z.string(),
	}),
	fileName: z.string().max(255),
	root: z.string().max(1024).optional(),
	accept: z.array(z.string()),
});

/** It stays until it is imported, or nobody comes back for it: what is refused can be asked for again. */
export async function importUpload(raw: unknown): Promise<Result<Started>> {
	return answer("administrator", importUploadInput, raw, async ({ ctx, caller, input }) => {
		const { upload, ...rest } = input;
		const size = await uploadBytes(ctx, caller.sessionId, upload);
		return inTurn(size, upload.id, async (memory) => {
			const bytes = await readUpload(ctx, caller.sessionId, upload, memory);
			return startHere(ctx, "import", { bytes, ...rest });
		});
	});
}

const cancelUploadInput = z.strictObject({ id: z.string().regex(uploadId) });

export async function cancelUpload(raw: unknown): Promise<Result<null>> {
	return answer("administrator", cancelUploadInput, raw, async ({ ctx, caller, input }) => {
		await dropUpload(ctx, caller.sessionId, input.id);
		return null;
	});
}
