import { GraftError } from "@graft/core/domain/errors";
import { z } from "zod";
import { readKeptArchive } from "../archives/archive-store.ts";
import { type Call, parseInput } from "../context.ts";
import { extensionId, sha256Text } from "./extension-id.ts";
import { notFound } from "./load-extension.ts";
import { readOne } from "./read-folders.ts";

export const readExtensionFileInput = z.object({ id: extensionId, sha256: sha256Text });

/** A file of the version in place, named by its content: nothing but what the extension holds can be asked for. */
export async function readExtensionFile({
	ctx,
	input,
}: Call<typeof readExtensionFileInput>): Promise<{ path: string; bytes: Uint8Array }> {
	const { id, sha256 } = parseInput(readExtensionFileInput, input);
	const row = await ctx.database.extension.findUnique({ where: { id } });
	const tree =
		row === null
			? (await readOne(ctx.paths, id)).tree
			: await readKeptArchive(ctx.paths, row.archiveSha256);
	if (tree === null) throw notFound(ctx, id);
	const file = [...tree.files.values()].find((each) => each.sha256 === sha256);
	if (file !== undefined) return { path: file.path, bytes: file.bytes };
	throw new GraftError("not-found", `${id} has no file with the content ${sha256}.`, {
		hint: "Load the page again: another version may be in place.",
	});
}
