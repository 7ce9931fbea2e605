import type { Context } from "../context/context.ts";
import { readKeptArchive } from "./archive-store.ts";
import type { LoadedExtension } from "./load-extension.ts";
import { storedCodes } from "./stored.ts";
import { storedExtension } from "./stored-extension.ts";

/** A version that had its place before, with all that was accepted for it: it is not judged anew. */
export async function loadKept(ctx: Context, sha256: string): Promise<LoadedExtension> {
	const row = await ctx.database.archive.findUniqueOrThrow({ where: { sha256 } });
	const tree = await readKeptArchive(ctx, sha256);
	const extension = storedExtension(row.extension);
	const accepted = storedCodes(row.accepted);
	return { extension, tree, content: row.treeSha256, problems: [], accepted, row: null };
}
