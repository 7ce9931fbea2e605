import { readArchive } from "@graft/core/archive/read-archive";
import { readFolder as readFiles } from "@graft/core/archive/read-folder";
import type { Archive, FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { StoredExtension } from "@graft/core/domain/extension";
import { isRefused, type Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { archiveName } from "./archive-name.ts";
import { extensionCodes } from "./codes.ts";
import { problemsOf, readTree } from "./inspection.ts";
import { treeDigest } from "./tree-digest.ts";

export interface FolderLook {
	/** Of what lies there; null where it could not be read wholly. */
	readonly digest: string | null;
	/** Of the reading of files alone. */
	readonly problems: readonly Problem[];
	/** null where it was not asked for, or there is nothing to be parsed. */
	readonly reading: Reading | null;
}

/** `neighbours` null: nothing is parsed. */
export async function lookAtFolder(
	path: string,
	neighbours: readonly StoredExtension[] | null,
): Promise<FolderLook> {
	const { tree, problems } = await readOrSay(path);
	if (tree === null) return { digest: null, problems, reading: null };
	const digest = problems.length === 0 ? treeDigest(tree) : null;
	const reading = neighbours === null ? null : await readTree(tree, neighbours);
	return { digest, problems, reading };
}

/** With its files; `tree` is null where there is no such folder. */
export async function readFolder(
	path: string,
	neighbours: readonly StoredExtension[],
): Promise<{ tree: FileTree | null; problems: readonly Problem[]; reading: Reading | null }> {
	const { tree, problems } = await readOrSay(path);
	return { tree, problems, reading: tree === null ? null : await readTree(tree, neighbours) };
}

/** The folder as the archive that it might have come from, with `root` as its one folder. */
export async function packFolder(
	path: string,
	root: string,
): Promise<{ zip: Uint8Array; archive: Archive }> {
	const { writeZip } = await import("@graft/core/archive/write-zip");
	const { tree } = await readFiles(path);
	const files = [...tree.files.values()];
	const zip = writeZip(
		files.map(({ path, bytes }) => ({ path: `${root}/${path}`, bytes, executable: false })),
	);
	return { zip, archive: readArchive(zip) };
}

/** What an author's folder holds, as an archive to be handed on; and what of it is no part of one. */
export async function packSources(
	path: string,
): Promise<{ zip: Uint8Array; leftOut: readonly string[] }> {
	const [{ packTree }, { readSources }] = await Promise.all([
		import("@graft/core/archive/pack-tree"),
		import("@graft/core/archive/read-sources"),
	]);
	const { tree, problems, leftOut } = await readSources(path);
	if (isRefused(problems)) {
		throw new GraftError("refused", `${path} cannot be packed as it is.`, {
			hint: "Fix the problems named below, and pack it again.",
			problems,
		});
	}
	const reading = await readTree(tree, []);
	const isSound = reading.extension !== null && !isRefused(reading.problems);
	return { zip: packTree(tree, isSound ? archiveName(reading.extension) : ""), leftOut };
}

async function readOrSay(
	path: string,
): Promise<{ tree: FileTree | null; problems: readonly Problem[] }> {
	try {
		return await readFiles(path);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return {
			tree: null,
			problems: problemsOf(error, extensionCodes["extension/unreadable-folder"]),
		};
	}
}
