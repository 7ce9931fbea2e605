import { createHash } from "node:crypto";
import type { ArchiveFile, FileTree } from "@graft/core/domain/archive";

export type Files = Record<string, string | Uint8Array>;

export function bytesOf(content: string | Uint8Array): Uint8Array {
	return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

export function sha256(content: string | Uint8Array): string {
	return createHash("sha256").update(bytesOf(content)).digest("hex");
}

/** A read file tree, as an archive or a folder gives it, from plain text. */
export function makeTree(files: Files, root = ""): FileTree {
	const sorted = Object.keys(files).sort();
	const entries = sorted.map((path): [string, ArchiveFile] => {
		const bytes = bytesOf(files[path] ?? "");
		return [path, { path, bytes, sha256: sha256(bytes) }];
	});
	return { root, files: new Map(entries) };
}
