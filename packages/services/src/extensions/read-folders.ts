import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { readFolder } from "@graft/core/archive/read-folder";
import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { type ManagedRow, readManaged } from "@graft/database/quick-look";
import { problemsOf, readTree } from "../archives/inspection.ts";
import { treeDigest } from "../archives/tree-digest.ts";
import type { Context } from "../context.ts";
import { explainFailure } from "../files/explain-failure.ts";
import { extensionFolder, type Paths } from "../paths.ts";
import { extensionCodes } from "./codes.ts";
import { storedExtension, storedProblems } from "./stored.ts";

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
export async function readFolders({ paths }: Pick<Context, "paths">): Promise<FoundFolder[]> {
	const byId = new Map(readManaged(paths.databaseUrl).map((row) => [row.id, row]));
	const trees = await Promise.all((await folderNames(paths)).map((name) => readOne(paths, name)));
	const first = trees.map((tree) => readAgain(tree, byId.get(tree.folder) ?? null, []));
	// Conflicts can only be seen once everybody's claims are known.
	const all = first.flatMap(({ folder, reading }) =>
		reading.extension?.id === folder ? [reading.extension] : [],
	);
	return trees.map((tree) => readAgain(tree, byId.get(tree.folder) ?? null, all));
}

interface TreeOfFolder {
	readonly folder: string;
	readonly tree: FileTree | null;
	readonly problems: readonly Problem[];
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

export async function readOne(paths: Paths, folder: string): Promise<TreeOfFolder> {
	try {
		return { folder, ...(await readFolder(extensionFolder(paths, folder))) };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return {
			folder,
			tree: null,
			problems: problemsOf(error, extensionCodes["extension/unreadable-folder"]),
		};
	}
}

function readAgain(
	{ folder, tree, problems }: TreeOfFolder,
	row: ManagedRow | null,
	neighbours: readonly Extension[],
): FoundFolder {
	if (tree === null) {
		return { folder, digest: null, reading: { extension: null, problems }, row };
	}
	const digest = problems.length === 0 ? treeDigest(tree) : null;
	if (row !== null && row.archive.treeSha256 === digest) {
		const extension = storedExtension(row.archive.extension);
		return { folder, digest, reading: { extension, problems: storedProblems(row.problems) }, row };
	}
	const reading = readTree(tree, neighbours);
	return {
		folder,
		digest,
		reading: { ...reading, problems: [...problems, ...reading.problems] },
		row,
	};
}
