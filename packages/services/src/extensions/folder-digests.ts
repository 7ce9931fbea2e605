import type { Problem } from "@graft/core/domain/problem";
import { keepFolderDigests, readFolderDigests } from "@graft/database/folder-digests";
import type { Context } from "../context.ts";
import { extensionFolder } from "../paths.ts";
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

/** Within it, one change looks at all folders for several reasons. */
const sameLookMs = 1_000;

interface Look {
	readonly began: number;
	readonly digests: Map<string, FolderDigest>;
}

const lastLook = new WeakMap<object, Look>();

/** The same for many; what was looked at less than a second ago is not looked at again. */
export async function recentDigestsOf(
	ctx: Pick<Context, "database" | "paths" | "runTask">,
	names: readonly string[],
): Promise<ReadonlyMap<string, FolderDigest>> {
	const before = lastLook.get(ctx.database);
	const isRecent = before !== undefined && performance.now() - before.began < sameLookMs;
	const look = isRecent ? before : { began: performance.now(), digests: new Map() };
	lastLook.set(ctx.database, look);
	const missing = names.filter((name) => !look.digests.has(name));
	for (const [name, digest] of await digestsOf(ctx, missing)) look.digests.set(name, digest);
	return new Map(
		names.flatMap((name) => {
			const digest = look.digests.get(name);
			return digest === undefined ? [] : [[name, digest]];
		}),
	);
}
