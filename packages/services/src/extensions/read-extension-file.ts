import type { ArchiveFile, FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import * as z from "zod";
import { readKeptArchive } from "../catalogue/archive-store.ts";
import { notFound } from "../catalogue/load-extension.ts";
import { readOne } from "../catalogue/look-at-folder.ts";
import { digestOnDisk } from "../catalogue/place-version.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { extensionId, sha256Text } from "../context/input-parts.ts";

export const readExtensionFileInput = z.object({ id: extensionId, sha256: sha256Text });

/**
 * A file of the current version, asked for by its content: whoever asks names no path, so that none can
 * lead elsewhere. Throws GraftError "not-found" where the extension holds no such file.
 */
export async function readExtensionFile({
	ctx,
	input,
}: Call<typeof readExtensionFileInput>): Promise<ArchiveFile> {
	const { id, sha256 } = parseInput(readExtensionFileInput, input);
	const tree = await currentTree(ctx, id);
	const file = [...tree.files.values()].find((each) => each.sha256 === sha256);
	if (file !== undefined) return file;
	throw new GraftError("not-found", `${id} holds no file with the sha256 ${sha256}.`, {
		hint: "It may have been replaced by another version meanwhile. Check its files again.",
	});
}

async function currentTree(ctx: Context, id: string): Promise<FileTree> {
	const row = await ctx.database.extension.findUnique({ where: { id } });
	if (row !== null) return readKeptArchive(ctx, row.archiveSha256);
	if ((await digestOnDisk(ctx, id)) === undefined) throw notFound(ctx, id);
	const { tree } = await readOne(ctx, id, []);
	if (tree === null) throw notFound(ctx, id);
	return tree;
}
