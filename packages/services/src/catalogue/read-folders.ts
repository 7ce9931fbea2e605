import { isReadable, type StoredExtension } from "@graft/core/domain/extension";
import type { Reading } from "@graft/core/platforms/platform";
import { dropFolderDigests } from "@graft/database/folder-digests";
import { type ManagedRow, readManagedOf } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { digestsOf, type FolderDigest } from "./folder-digests.ts";
import { lookAround, readBeside, type Surroundings } from "./neighbours.ts";
import { readingOf } from "./readings.ts";
import { storedProblems } from "./stored.ts";
import { newerProblems, readStored } from "./stored-extension.ts";

/** One folder below EXTENSIONS_DIR, as it is now. */
export interface FoundFolder {
	readonly folder: string;
	/** Of what lies there; null where it could not be read wholly. */
	readonly digest: string | null;
	readonly reading: Reading;
	/** The extension that Graft put into this folder. */
	readonly row: ManagedRow | null;
}

/** Every folder below EXTENSIONS_DIR; a bad one is read like the others, and says what is wrong. */
export async function readFolders(ctx: Context): Promise<FoundFolder[]> {
	const around = await lookAround(ctx);
	const names = [...around.asArchived, ...around.strays.keys()];
	return readFoldersOf(ctx, around, names.sort());
}

/** What was kept of folders that are gone. */
export function forgetGone({ paths }: Context, { asArchived, strays }: Surroundings): void {
	dropFolderDigests(paths.databaseUrl, paths.extensions, [...asArchived, ...strays.keys()]);
}

/** A folder that still holds the archive that was unpacked there is not parsed again; of another, the neighbours matter. */
export async function readFoldersOf(
	ctx: Context,
	around: Surroundings,
	names: readonly string[],
): Promise<FoundFolder[]> {
	const digests = await digestsOf(ctx, names);
	const rows = readManagedOf(ctx.paths.databaseUrl, names);
	const byId = new Map(rows.map((row) => [row.id, row]));
	const found = names.map(async (folder): Promise<FoundFolder> => {
		const row = byId.get(folder) ?? null;
		const look = digests.get(folder) ?? { digest: null, problems: [] };
		const { digest } = look;
		if (row !== null && digest === row.archive.treeSha256) {
			return { folder, digest, row, reading: readingOfRow(row) };
		}
		return { folder, digest, row, reading: await readStray(ctx, around, folder, look) };
	});
	return Promise.all(found);
}

function readingOfRow({ archive, problems }: ManagedRow): Reading {
	const stored = readStored(archive);
	if (!isReadable(stored)) return { extension: null, problems: newerProblems(stored) };
	return { extension: stored, problems: storedProblems(problems) };
}

function readStray(
	ctx: Context,
	around: Surroundings,
	folder: string,
	look: FolderDigest,
): Promise<Reading> {
	const read = (neighbours: readonly StoredExtension[]) => readingOf(ctx, folder, look, neighbours);
	return readBeside(around, read, ({ extension }) => extension);
}
