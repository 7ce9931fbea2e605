import { createHash } from "node:crypto";
import { readArchive } from "@graft/core/archive/read-archive";
import { GraftError } from "@graft/core/domain/errors";
import * as z from "zod";
import { type Call, parseInput } from "../context.ts";
import { extensionCodes } from "../extensions/codes.ts";
import { neighbours } from "../extensions/neighbours.ts";
import { archiveBytes } from "../input-parts.ts";
import { type Inspection, inspectionOf, problemsOf, readTree } from "./inspection.ts";

export const inspectArchiveInput = z.object({ bytes: archiveBytes });

/** Says what an archive is and would do, refused or not. Writes nothing and runs nothing. */
export async function inspectArchive({
	ctx,
	input,
}: Call<typeof inspectArchiveInput>): Promise<Inspection> {
	const { bytes } = parseInput(inspectArchiveInput, input);
	const others = await neighbours(ctx);
	try {
		const archive = readArchive(bytes);
		return inspectionOf(archive, readTree(archive, others));
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const sha256 = createHash("sha256").update(bytes).digest("hex");
		const unread = { sha256, bytes: bytes.length, entries: 0 };
		const problems = problemsOf(error, extensionCodes["extension/not-recognised"]);
		return inspectionOf(unread, { extension: null, problems });
	}
}
