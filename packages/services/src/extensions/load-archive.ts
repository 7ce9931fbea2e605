import { readArchive } from "@graft/core/archive/read-archive";
import { isRefused } from "@graft/core/domain/problem";
import { refusedArchive } from "../archives/import-archive.ts";
import { readTree } from "../archives/inspection.ts";
import { treeDigest } from "../archives/tree-digest.ts";
import type { Context } from "../context.ts";
import type { LoadedExtension } from "./load-extension.ts";
import { neighbours } from "./neighbours.ts";
import { storedCodes } from "./stored.ts";

/** An extension as it would be, were this archive imported. Writes nothing. Throws GraftError "refused". */
export async function loadArchive(ctx: Context, bytes: Uint8Array): Promise<LoadedExtension> {
	const archive = readArchive(bytes);
	const { extension, problems } = readTree(archive, await neighbours(ctx));
	if (extension === null || isRefused(problems)) throw refusedArchive(problems);
	const where = { sha256: archive.sha256 };
	const known = await ctx.database.archive.findUnique({ where });
	const accepted = known === null ? [] : storedCodes(known.accepted);
	const content = treeDigest(archive);
	return { extension, tree: archive, content, problems, accepted, row: null };
}
