import { constants } from "node:fs";
import { open, readdir, rm, rmdir, unlink } from "node:fs/promises";
import { basename, dirname } from "node:path";

/** Names in a folder that is open: what lies at its path may be exchanged meanwhile, and the folder itself not. */
const openFolders = "/proc/self/fd";
const folderOnly = constants.O_RDONLY | constants.O_DIRECTORY;

/**
 * Takes a folder away with all that is in it; nothing there is fine. Somebody else may still hold parts of it and put
 * links into it meanwhile: none is followed, where the system shows open folders (Linux).
 */
export async function removeTree(path: string): Promise<void> {
	const above = await open(dirname(path), folderOnly).catch(ifMissing);
	if (above === undefined) return;
	try {
		const seen = `${openFolders}/${above.fd}`;
		const isShown = (await readdir(seen).catch(() => undefined)) !== undefined;
		if (isShown) await removeIn(seen, basename(path));
		else await rm(path, { recursive: true, force: true });
	} finally {
		await above.close();
	}
}

async function removeIn(above: string, name: string): Promise<void> {
	const path = `${above}/${name}`;
	const folder = await open(path, folderOnly | constants.O_NOFOLLOW).catch(ifNoFolder);
	if (folder === undefined) {
		await unlink(path).catch(ifMissing);
		return;
	}
	try {
		const inside = `${openFolders}/${folder.fd}`;
		for (const each of await readdir(inside)) await removeIn(inside, each);
	} finally {
		await folder.close();
	}
	await rmdir(path).catch(ifMissing);
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
	if (error.code !== "ENOENT") throw error;
}

function ifNoFolder(error: NodeJS.ErrnoException): undefined {
	if (!["ENOENT", "ENOTDIR", "ELOOP"].includes(error.code ?? "")) throw error;
}
