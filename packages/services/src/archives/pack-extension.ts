import { isRefused } from "@graft/core/domain/problem";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { archiveName } from "../tasks/archive-name.ts";
import type { Inspection } from "../tasks/inspection.ts";
import { inspectArchive } from "./inspect-archive.ts";

export const packExtensionInput = z.object({ folder: z.string().min(1).max(4096) });

export interface PackedExtension {
	/** The zip; null where it would be refused. The same folder gives the same bytes everywhere. */
	readonly packed: { readonly fileName: string; readonly bytes: Uint8Array } | null;
	/** What `inspectArchive` says of it. */
	readonly inspection: Inspection;
	/** Paths of what lies in the folder and is not packed. */
	readonly leftOut: readonly string[];
}

/**
 * Makes the archive of an extension from a folder. Writes nothing and runs nothing, but reads a folder that may be
 * anybody's. Throws GraftError "not-found" where there is no such folder, "refused" where a file of it cannot be packed.
 */
export async function packExtension({
	ctx,
	input,
}: Call<typeof packExtensionInput>): Promise<PackedExtension> {
	await requireAdministrator(ctx, "pack a folder");
	const { folder } = parseInput(packExtensionInput, input);
	const { zip, leftOut } = await ctx.runTask("packSources", folder);
	const inspection = await inspectArchive({ ctx, input: { bytes: zip } });
	const { extension, problems } = inspection;
	const isSound = extension !== null && !isRefused(problems);
	const packed = isSound ? { fileName: `${archiveName(extension)}.zip`, bytes: zip } : null;
	return { packed, inspection, leftOut };
}
