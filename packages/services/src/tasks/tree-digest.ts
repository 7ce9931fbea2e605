import { createHash } from "node:crypto";
import type { FileTree } from "@graft/core/domain/archive";

/** Hex sha256 over paths and contents: the same for an archive and for the folder that it was unpacked to. */
export function treeDigest(tree: FileTree): string {
	const digest = createHash("sha256");
	for (const { path, sha256 } of tree.files.values()) digest.update(`${sha256} ${path}\0`);
	return digest.digest("hex");
}
