import type { Problem } from "@graft/core/domain/problem";
import { keepFolderDigests, readFolderDigests } from "@graft/database/folder-digests";
import type { Context } from "../context/context.ts";
import { extensionFolder } from "../context/paths.ts";
import { lookAtOne } from "./look-at-folder.ts";

export interface FolderDigest {
	/** Of what lies there, as an archive's treeSha256; null where it could not be read wholly. */
	readonly digest: string | null;
	/** Why it could not be. */
	readonly problems: readonly Problem[];
}

/** By their names. Only folders are read of which the file system says that something in them changed since. */
export async function digestsOf(
	ctx: Pick<Context, "paths" | "runTask">,
	names: readonly string[],
): Promise<ReadonlyMap<string, FolderDigest>> {
	const { databaseUrl } = ctx.paths;
	const paths = names.map((name) => extensionFolder(ctx.paths, name));
	const seals = await ctx.runTask("sealFolders", paths);
	const kept = new Map(readFolderDigests(databaseUrl, paths).map((row) => [row.path, row]));
	const read: { path: string; seal: string; digest: string }[] = [];
	const found = names.map(async (name, at): Promise<[string, FolderDigest]> => {
		const [path = "", seal = null] = [paths[at], seals[at]];
		const known = kept.get(path);
		if (known !== undefined && known.seal === seal)
			return [name, { digest: known.digest, problems: [] }];
		const { digest, problems } = await lookAtOne(ctx, name, null);
		if (seal !== null && digest !== null) read.push({ path, seal, digest });
		return [name, { digest, problems }];
	});
	const digests = new Map(await Promise.all(found));
	keepFolderDigests(databaseUrl, read);
	return digests;
}

/** Within it, one change looks at the same folders for several reasons. */
const sameLookMs = 2_000;

interface Look {
	readonly at: number;
	readonly digests: ReadonlyMap<string, FolderDigest>;
}

const lastLook = new WeakMap<object, Look>();

/** The same, remembered for `recentDigestsOf`. */
export async function freshDigestsOf(
	ctx: Pick<Context, "database" | "paths" | "runTask">,
	names: readonly string[],
): Promise<ReadonlyMap<string, FolderDigest>> {
	const at = performance.now();
	const digests = await digestsOf(ctx, names);
	lastLook.set(ctx.database, { at, digests });
	return digests;
}

/** What was found of them a moment ago; those that were not looked at then are looked at now. */
export async function recentDigestsOf(
	ctx: Pick<Context, "database" | "paths" | "runTask">,
	names: readonly string[],
): Promise<ReadonlyMap<string, FolderDigest>> {
	const look = lastLook.get(ctx.database);
	if (look === undefined || performance.now() - look.at > sameLookMs)
		return freshDigestsOf(ctx, names);
	const others = names.filter((name) => !look.digests.has(name));
	return new Map([...look.digests, ...(await digestsOf(ctx, others))]);
}
