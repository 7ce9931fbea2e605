"use server";

import { hasLinkedTables } from "@graft/services/links/linked-tables";
import { performOperation } from "@graft/services/operations/start-operation";
import * as z from "zod";
import { answer, type Result } from "../../../server/guard.ts";
import { inTurn } from "../../../server/in-flight.ts";
import { needsReview } from "../../../server/needs-review.ts";
import { dropUpload, readUpload, uploadBytes, uploadId } from "../../../server/uploads.ts";

const importUploadInput = z.strictObject({
	upload: z.strictObject({
		id: z.string().regex(uploadId, "There is no such upload."),
		sha256: z.string(),
	}),
	fileName: z.string().max(255),
	root: z.string().max(1024).optional(),
	accept: z.array(z.string()),
	activate: z.boolean(),
});

export interface Imported {
	readonly id: string;
	readonly version: string;
	readonly replacedVersion: string | null;
	readonly activated: boolean;
	/** What it does to OCS's database must be seen before it is done. */
	readonly reviewFirst: boolean;
}

export async function importUpload(raw: unknown): Promise<Result<Imported>> {
	return answer("administrator", importUploadInput, raw, async ({ ctx, caller, input }) => {
		const { upload, fileName, root, accept, activate } = input;
		const size = await uploadBytes(ctx, caller.sessionId, upload);
		const imported = await inTurn(size, upload.id, async (memory) => {
			const bytes = await readUpload(ctx, caller.sessionId, upload, memory);
			return performOperation(ctx, "import", { bytes, fileName, root, accept });
		});
		await dropUpload(ctx, caller.sessionId, upload.id);
		const { id, version, replacedVersion, inspection } = imported;
		const ofDatabase = await hasLinkedTables(ctx, inspection.extension?.platform);
		const activated = activate && !ofDatabase;
		if (activated) await performOperation(ctx, "activate", { id, accept });
		const reviewFirst = ofDatabase && (activate || (await needsReview(ctx, id)));
		return { id, version, replacedVersion, activated, reviewFirst };
	});
}

const cancelUploadInput = z.strictObject({ id: z.string().regex(uploadId) });

export async function cancelUpload(raw: unknown): Promise<Result<null>> {
	return answer("administrator", cancelUploadInput, raw, async ({ ctx, caller, input }) => {
		await dropUpload(ctx, caller.sessionId, input.id);
		return null;
	});
}
