import { chmod, mkdir, open, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { FileTree } from "../domain/archive.ts";
import { defaultLimits } from "./limits.ts";
import { pathProblems } from "./path-rules.ts";

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/**
 * Writes a tree into a folder that exists, is empty, and that only we can write to. Modes are ours whatever
 * the umask. Throws where the folder is not empty or a path could lead out of it; what was written by then stays.
 */
export async function unpackArchive(tree: FileTree, folder: string): Promise<void> {
	const [problem] = [...tree.files.keys()].flatMap((path) => pathProblems(path, defaultLimits));
	if (problem !== undefined) throw new Error(`Not unpacked: ${problem.message}`);
	if ((await readdir(folder)).length > 0) throw new Error(`Not an empty folder: ${folder}`);
	const made = new Set<string>(["."]);
	for (const file of tree.files.values()) {
		await makeFolders(folder, dirname(file.path), made);
		await writeNew(join(folder, file.path), file.bytes);
	}
}

async function makeFolders(root: string, path: string, made: Set<string>): Promise<void> {
	if (made.has(path)) return;
	await makeFolders(root, dirname(path), made);
	await mkdir(join(root, path));
	await chmod(join(root, path), FOLDER_MODE);
	made.add(path);
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
	const handle = await open(path, "wx", FILE_MODE);
	try {
		await handle.writeFile(bytes);
		await handle.chmod(FILE_MODE);
	} finally {
		await handle.close();
	}
}
