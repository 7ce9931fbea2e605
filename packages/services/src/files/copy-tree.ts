import {
	chmod,
	lstat,
	mkdir,
	readdir,
	readFile,
	readlink,
	symlink,
	writeFile,
} from "node:fs/promises";
import { join } from "node:path";

/** What lies in a folder, links as links. Between two owners nothing can be copied by a path: neither may read the other's. */
export type Tree =
	| { readonly kind: "folder"; readonly mode: number; readonly inside: ReadonlyMap<string, Tree> }
	| { readonly kind: "file"; readonly mode: number; readonly bytes: Uint8Array }
	| { readonly kind: "link"; readonly target: string };

export async function readTree(path: string): Promise<Tree> {
	const found = await lstat(path);
	if (found.isSymbolicLink()) return { kind: "link", target: await readlink(path) };
	const mode = found.mode & 0o777;
	if (!found.isDirectory()) return { kind: "file", mode, bytes: await readFile(path) };
	const inside = new Map<string, Tree>();
	for (const name of await readdir(path)) inside.set(name, await readTree(join(path, name)));
	return { kind: "folder", mode, inside };
}

/** A folder that is there already is filled. */
export async function writeTree(path: string, tree: Tree): Promise<void> {
	if (tree.kind === "link") return symlink(tree.target, path);
	if (tree.kind === "file") await writeFile(path, tree.bytes, { flag: "wx" });
	else {
		await mkdir(path, { recursive: true });
		for (const [name, each] of tree.inside) await writeTree(join(path, name), each);
	}
	await chmod(path, tree.mode);
}
