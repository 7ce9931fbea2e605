import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { findPlatform } from "@graft/core/platforms/places";
import { type IndexedArchive, keepIndex, readUnindexed } from "@graft/database/archive-index";
import type { Context } from "../context/context.ts";
import { readKeptAgain } from "./archive-store.ts";
import { indexOf } from "./claims.ts";
import { storedExtension } from "./stored-extension.ts";

/** Makes it possible to find and compare archives that came since the last look, or before there was an index. */
export async function ensureIndexed(ctx: Context): Promise<void> {
	const missing = readUnindexed(ctx.paths.databaseUrl);
	if (missing.length === 0) return;
	const made: IndexedArchive[] = [];
	for (const { sha256, extension: json } of missing) {
		const stored = storedExtension(json);
		const extension = await withAllClaims(ctx, sha256, stored);
		const anew = extension === stored ? {} : { extension };
		made.push({ sha256, ...indexOf(extension), ...anew });
	}
	await keepIndex(ctx.paths.databaseUrl, made);
}

/** The same right after one came, so that a look has nothing to write. Where it cannot be done now, the next look does it. */
export async function indexNow(ctx: Context): Promise<void> {
	await ensureIndexed(ctx).catch(() => undefined);
}

/** What was stored before some kinds of claims counted is read again, where it can be. */
async function withAllClaims(ctx: Context, sha256: string, stored: Extension): Promise<Extension> {
	if (findPlatform(stored.platform)?.isReadWhole?.(stored) ?? true) return stored;
	try {
		const { reading } = await readKeptAgain(ctx, sha256, []);
		return reading.extension ?? stored;
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return stored;
	}
}
