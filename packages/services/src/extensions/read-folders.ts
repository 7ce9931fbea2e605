import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Reading } from "@graft/core/platforms/platform";
import { type ManagedRow, readManaged } from "@graft/database/quick-look";
import { problemsOf } from "../archives/inspection.ts";
import type { Context } from "../context.ts";
import { explainFailure } from "../files/explain-failure.ts";
import { extensionFolder, type Paths } from "../paths.ts";
import type { FolderLook } from "../tasks/folders.ts";
import { extensionCodes } from "./codes.ts";
import { hasAllClaims, storedExtension, storedProblems } from "./stored.ts";

/** One folder below EXTENSIONS_DIR, as it is now. */
export interface FoundFolder {
	readonly folder: string;
	/** Of what lies there; null where it could not be read wholly. */
	readonly digest: string | null;
	readonly reading: Reading;
	/** The extension that Graft put into this folder. */
	readonly row: ManagedRow | null;
}

/**
 * Reads every folder below EXTENSIONS_DIR; a bad one is read like the others, and says what is wrong.
 * A folder that still holds the archive that was unpacked there is not parsed again.
 */
export async function readFolders(ctx: Pick<Context, "paths" | "runTask">): Promise<FoundFolder[]> {
	const byId = new Map(readManaged(ctx.paths.databaseUrl).map((row) => [row.id, row]));
	const names = await folderNames(ctx.paths);
	const first = await Promise.all(
		names.map((name) => readFound(ctx, name, byId.get(name) ?? null, [])),
	);
	// Conflicts can only be seen once everybody's claims are known.
	const all = first.flatMap(({ folder, reading }) =>
		reading.extension?.id === folder ? [reading.extension] : [],
	);
	return Promise.all(
		first.map(async (found) =>
			isAsUnpacked(found) || found.reading.extension === null
				? found
				: readFound(ctx, found.folder, found.row, all),
		),
	);
}

/** Files beside the folders are nobody's extension: OCS passes over them too. */
async function folderNames(paths: Paths): Promise<string[]> {
	return (await entriesOf(paths))
		.filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
		.map(({ name }) => name)
		.sort();
}

/** Archives that somebody laid beside the folders: nothing reads them there. */
export async function archivesBeside(paths: Paths): Promise<string[]> {
	return (await entriesOf(paths))
		.filter((entry) => entry.isFile() && /\.zip$/i.test(entry.name))
		.map(({ name }) => name)
		.sort();
}

async function entriesOf(paths: Paths): Promise<Dirent[]> {
	return readdir(paths.extensions, { withFileTypes: true }).catch(
		(error: NodeJS.ErrnoException): Dirent[] => {
			if (error.code === "ENOENT") return [];
			throw explainFailure(error);
		},
	);
}

/** With its files; `tree` is null where there is no such folder. */
export function readOne(
	{ paths, runTask }: Pick<Context, "paths" | "runTask">,
	folder: string,
	neighbours: readonly Extension[],
) {
	return runTask("readFolder", extensionFolder(paths, folder), neighbours);
}

/** Parsed unless it is `known` by its digest, or `neighbours` is null. One that cannot be read within the limits says so. */
export async function lookAtOne(
	{ paths, runTask }: Pick<Context, "paths" | "runTask">,
	folder: string,
	known: string | null,
	neighbours: readonly Extension[] | null,
): Promise<FolderLook> {
	try {
		return await runTask("lookAtFolder", extensionFolder(paths, folder), known, neighbours);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const problems = problemsOf(error, extensionCodes["extension/unreadable-folder"]);
		return { digest: null, problems, reading: null };
	}
}

function isAsUnpacked({ row, digest }: FoundFolder): boolean {
	return row !== null && row.archive.treeSha256 === digest;
}

async function readFound(
	ctx: Pick<Context, "paths" | "runTask">,
	folder: string,
	row: ManagedRow | null,
	neighbours: readonly Extension[],
): Promise<FoundFolder> {
	const stored = row === null ? null : storedExtension(row.archive.extension);
	const known = stored !== null && hasAllClaims(stored) ? (row?.archive.treeSha256 ?? null) : null;
	const { digest, problems, reading: parsed } = await lookAtOne(ctx, folder, known, neighbours);
	const found = { folder, digest, row };
	if (row !== null && digest === row.archive.treeSha256) {
		const extension = parsed?.extension ?? stored;
		const reading = {
			extension,
			// Not parsed for those who ask after neighbours alone.
			get problems() {
				return storedProblems(row.problems);
			},
		};
		return { ...found, reading };
	}
	if (parsed !== null)
		return { ...found, reading: { ...parsed, problems: [...problems, ...parsed.problems] } };
	return { ...found, reading: { extension: null, problems } };
}
