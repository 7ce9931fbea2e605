import type { ArchiveFile, FileTree } from "../domain/archive.ts";
import { byteOrder } from "./byte-order.ts";
import { sha256 } from "./sha256.ts";

export function makeTree(root: string, contents: ReadonlyMap<string, Uint8Array>): FileTree {
	const paths = [...contents.keys()].sort(byteOrder);
	const files = paths.map((path): [string, ArchiveFile] => {
		const bytes = contents.get(path) ?? new Uint8Array();
		return [path, { path, bytes, sha256: sha256(bytes) }];
	});
	return { root, files: new Map(files) };
}
