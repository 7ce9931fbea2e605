import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { type ManagedRow, readManaged } from "@graft/database/quick-look";
import { readKeptAgain } from "../archives/archive-store.ts";
import type { Context } from "../context.ts";
import { readFolders } from "./read-folders.ts";
import { hasAllClaims, storedExtension } from "./stored.ts";

/**
 * Every extension that is in its place, managed or come by hand: whose tables, sections and names are taken. A managed one
 * whose folder is gone, or holds something else, may still be active and on servers: it counts as its archive has it.
 */
export async function neighbours(ctx: Context): Promise<Extension[]> {
	const folders = await readFolders(ctx);
	const inPlace = folders.flatMap(({ folder, reading }) =>
		reading.extension?.id === folder ? [reading.extension] : [],
	);
	const ids = new Set(inPlace.map(({ id }) => id));
	const lost = readManaged(ctx.paths.databaseUrl).filter(({ id }) => !ids.has(id));
	return [...inPlace, ...(await Promise.all(lost.map((row) => asKept(ctx, row))))];
}

/** What was stored by an older Graft, which knew fewer claims, is read again. */
async function asKept(ctx: Context, { archive }: ManagedRow): Promise<Extension> {
	const stored = storedExtension(archive.extension);
	if (hasAllClaims(stored)) return stored;
	try {
		const { reading } = await readKeptAgain(ctx, archive.sha256, []);
		return reading.extension ?? stored;
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return stored;
	}
}
