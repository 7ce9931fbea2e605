import {
	chmodSync,
	closeSync,
	fchmodSync,
	mkdirSync,
	openSync,
	readdirSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import type { FileTree } from "../domain/archive.ts";
import { defaultLimits } from "./limits.ts";
import { pathProblems } from "./path-rules.ts";

const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;
/** Others are answered after so much. Four calls for a file are over sooner than they are handed to another thread. */
const sliceBytes = 1024 * 1024;
const sliceFiles = 50;

/**
 * Writes a tree into a folder that exists, is empty, and that only we can write to. Modes are ours whatever
 * the umask. Throws where the folder is not empty or a path could lead out of it; what was written by then stays.
 * Nothing is flushed: the kept archive is, and a folder that a power cut left behind is seen not to be as it is.
 */
export async function unpackArchive(tree: FileTree, folder: string): Promise<void> {
	const [problem] = [...tree.files.keys()].flatMap((path) => pathProblems(path, defaultLimits));
	if (problem !== undefined) throw new Error(`Not unpacked: ${problem.message}`);
	if (readdirSync(folder).length > 0) throw new Error(`Not an empty folder: ${folder}`);
	const made = new Set<string>(["."]);
	let [bytes, files] = [0, 0];
	for (const file of tree.files.values()) {
		makeFolders(folder, dirname(file.path), made);
		writeNew(join(folder, file.path), file.bytes);
		bytes += file.bytes.length;
		files += 1;
		if (bytes < sliceBytes && files < sliceFiles) continue;
		[bytes, files] = [0, 0];
		await turn();
	}
}

function makeFolders(root: string, path: string, made: Set<string>): void {
	if (made.has(path)) return;
	makeFolders(root, dirname(path), made);
	mkdirSync(join(root, path));
	chmodSync(join(root, path), FOLDER_MODE);
	made.add(path);
}

function writeNew(path: string, bytes: Uint8Array): void {
	const file = openSync(path, "wx", FILE_MODE);
	try {
		writeFileSync(file, bytes);
		fchmodSync(file, FILE_MODE);
	} finally {
		closeSync(file);
	}
}
