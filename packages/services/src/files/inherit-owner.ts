import { lchown, lstat, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";

/**
 * Gives `path`, with all below it, the owner of the folder that it is meant for, so that a command run
 * by sudo leaves nothing that the console cannot read. Only root can, and only root needs it.
 */
export async function inheritOwner(path: string, folder: string = dirname(path)): Promise<void> {
	if (process.getuid?.() !== 0) return;
	const { uid, gid } = await lstat(folder);
	await giveTo(path, uid, gid);
}

async function giveTo(path: string, uid: number, gid: number): Promise<void> {
	await lchown(path, uid, gid);
	if (!(await lstat(path)).isDirectory()) return;
	const names = await readdir(path);
	// Others work below the same folders at the same time, and take away what is theirs.
	await Promise.all(names.map((name) => giveTo(join(path, name), uid, gid).catch(ignoreGone)));
}

/** The same for what may not be there. */
export async function inheritOwnerIfThere(path: string): Promise<void> {
	await inheritOwner(path).catch(ignoreGone);
}

function ignoreGone(error: NodeJS.ErrnoException): void {
	if (error.code !== "ENOENT") throw error;
}
