import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import type { Paths } from "../context/paths.ts";
import { explainFailure } from "../files/explain-failure.ts";

/** Files beside the folders are nobody's extension: systems that read this folder pass over them too. */
export async function folderNames(paths: Paths): Promise<string[]> {
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
