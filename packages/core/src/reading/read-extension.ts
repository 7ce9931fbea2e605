import type { FileTree } from "../domain/archive.ts";
import type { Extension } from "../domain/extension.ts";
import type { Reading } from "../platforms/platform.ts";
import { recognise } from "../platforms/recognise.ts";
import { fileNameProblems } from "./file-names.ts";

/** What the one platform that `tree` is meant for reads in it, and what is wrong with its names. Throws as `recognise` does. */
export async function readExtension(
	tree: FileTree,
	neighbours: readonly Extension[],
): Promise<Reading> {
	const { extension, problems } = await recognise(tree).read(tree, neighbours);
	return { extension, problems: [...problems, ...fileNameProblems(tree, extension)] };
}
