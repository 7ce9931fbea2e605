import { type Extension, isReadable } from "@graft/core/domain/extension";
import { findPlatform } from "@graft/core/platforms/places";
import {
	type ArchivedExtension,
	type IndexedArchive,
	keepIndex,
	readUnindexed,
} from "@graft/database/archive-index";
import type { Context } from "../context/context.ts";
import { indexOf } from "./claims.ts";
import { readAgainOr } from "./read-again.ts";
import { readStored } from "./stored-extension.ts";

/**
 * Makes it possible to find and compare archives that came since the last look, or before there was an index. Gives those
 * in place that a newer Graft stored and did not index: that Graft alone can.
 */
export async function ensureIndexed(ctx: Context): Promise<readonly ArchivedExtension[]> {
	const made: IndexedArchive[] = [];
	const newer: ArchivedExtension[] = [];
	for (const archive of readUnindexed(ctx.paths.databaseUrl)) {
		const { sha256 } = archive;
		const stored = readStored(archive);
		if (!isReadable(stored)) {
			if (archive.inPlace) newer.push(archive);
			continue;
		}
		const extension = await withAllClaims(ctx, sha256, stored);
		const anew = extension === stored ? {} : { extension };
		made.push({ sha256, ...indexOf(extension), ...anew });
	}
	if (made.length > 0) await keepIndex(ctx.paths.databaseUrl, made);
	return newer;
}

/** The same right after one came, so that a look has nothing to write. Where it cannot be done now, the next look does it. */
export async function indexNow(ctx: Context): Promise<void> {
	await ensureIndexed(ctx).catch(() => undefined);
}

/** What was stored before some kinds of claims counted is read again, where it can be. */
function withAllClaims(ctx: Context, sha256: string, stored: Extension): Promise<Extension> {
	if (findPlatform(stored.platform)?.isReadWhole?.(stored) ?? true) return Promise.resolve(stored);
	return readAgainOr(ctx, sha256, stored);
}
