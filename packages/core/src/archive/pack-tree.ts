import type { FileTree } from "../domain/archive.ts";
import { writeZip } from "./write-zip.ts";

/**
 * A tree as a zip, below one root folder where `root` is not "". Executable is what begins as a script or a Linux program
 * does: the modes of a folder differ from machine to machine, and Windows has none.
 */
export function packTree(tree: FileTree, root: string): Uint8Array {
	const start = root === "" ? "" : `${root}/`;
	return writeZip(
		[...tree.files.values()].map(({ path, bytes }) => ({
			path: start + path,
			bytes,
			executable: isProgram(bytes),
		})),
	);
}

const BEGINNINGS = ["#!", "\x7fELF"].map((text) => new TextEncoder().encode(text));

/** By its beginning alone. */
export function isProgram(bytes: Uint8Array): boolean {
	return BEGINNINGS.some((beginning) => beginning.every((byte, at) => bytes[at] === byte));
}
