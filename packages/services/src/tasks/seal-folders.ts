import { sealFolder } from "@graft/core/archive/seal-folder";

/** One for each path; null where what lies there must be read to be known. */
export function sealFolders(paths: readonly string[]): readonly (string | null)[] {
	return paths.map(sealFolder);
}
