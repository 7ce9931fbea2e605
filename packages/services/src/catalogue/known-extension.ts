import type { Extension } from "@graft/core/domain/extension";
import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { notFound } from "./load-extension.ts";
import { readOne } from "./look-at-folder.ts";
import { digestOnDisk } from "./place-version.ts";
import { storedExtension } from "./stored-extension.ts";

/** An extension that is to go, whatever is wrong with it. */
export interface KnownExtension {
	/** null where its folder came by hand. */
	readonly row: ManagedRow | null;
	/** Digest of its folder: undefined where that is gone, null where it cannot be read wholly. */
	readonly present: string | null | undefined;
	/** null where nothing here says what it is. */
	readonly extension: Extension | null;
}

/** Throws GraftError "not-found" where there is neither folder nor row. */
export async function knownExtension(ctx: Context, id: string): Promise<KnownExtension> {
	const row = findManaged(ctx.paths.databaseUrl, id);
	const present = await digestOnDisk(ctx, id);
	if (row !== null) return { row, present, extension: storedExtension(row.archive.extension) };
	if (present === undefined) throw notFound(ctx, id);
	return { row, present, extension: (await readByHand(ctx, id)) ?? (await lastKept(ctx, id)) };
}

async function readByHand(ctx: Context, id: string): Promise<Extension | null> {
	const { reading } = await readOne(ctx, id, []);
	const extension = reading?.extension ?? null;
	return extension?.id === id ? extension : null;
}

async function lastKept({ database }: Context, id: string): Promise<Extension | null> {
	const where = { extensionId: id };
	const kept = await database.archive.findFirst({ where, orderBy: { importedAt: "desc" } });
	return kept === null ? null : storedExtension(kept.extension);
}
