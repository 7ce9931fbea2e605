import type { ArchiveFile, FileTree } from "../domain/archive.ts";
import { byteOrder } from "./byte-order.ts";
import { sha256 } from "./sha256.ts";

/** What file managers of macOS leave behind; no part of any extension. */
export function isLeftBehind(path: string): boolean {
	return path === "__MACOSX" || path.startsWith("__MACOSX/") || /(^|\/)\.DS_Store$/.test(path);
}

export function makeTree(root: string, contents: ReadonlyMap<string, Uint8Array>): FileTree {
	const paths = [...contents.keys()].sort(byteOrder);
	const files = paths.map((path): [string, ArchiveFile] => {
		const bytes = contents.get(path) ?? new Uint8Array();
		return [path, { path, bytes, sha256: sha256(bytes) }];
	});
	return { root, files: new Map(files) };
}
