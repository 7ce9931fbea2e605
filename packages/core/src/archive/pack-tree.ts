import type { FileTree } from "../domain/archive.ts";
import { writeZip } from "./write-zip.ts";

/**
 * A tree as a zip, below one root folder where `root` is not "". Executable is what begins as a script does: the modes of
 * a folder differ from machine to machine, and Windows has none.
 */
export function packTree(tree: FileTree, root: string): Uint8Array {
	const start = root === "" ? "" : `${root}/`;
	return writeZip(
		[...tree.files.values()].map(({ path, bytes }) => ({
			path: start + path,
			bytes,
			executable: isScript(bytes),
		})),
	);
}

function isScript([first, second]: Uint8Array): boolean {
	return first === 0x23 && second === 0x21;
}
