import { createHash, type Hash } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import { isLeftBehind } from "./left-behind.ts";
import { defaultLimits } from "./limits.ts";

/** What changed so short before it was looked at may change again without a trace: clocks of file systems are coarse. */
const unsettledNs = 2_000_000_000n;
/** To be raised where a tree's digest is made in another way: all that was kept is read again then. */
const format = 1;

interface Walk {
	readonly seal: Hash;
	readonly settledBefore: bigint;
	entries: number;
}

/**
 * Hex sha256 over what a folder's file system says of all that lies in it: as long as it is the same, so are the files.
 * Taken before they are read. null where that cannot be said: it changed just now, or cannot be looked through wholly.
 * The time of the last change (ctime) is in it, which nobody can set back.
 */
export function sealFolder(path: string): string | null {
	const walk = {
		seal: createHash("sha256"),
		settledBefore: BigInt(Date.now()) * 1_000_000n - unsettledNs,
		entries: 0,
	};
	// What one user can read, another cannot.
	walk.seal.update(`${format} ${process.geteuid?.() ?? ""}\n`);
	try {
		if (!lstatSync(path).isDirectory()) return null;
		return addEntry(walk, path, "") && addFolder(walk, path, "") ? walk.seal.digest("hex") : null;
	} catch {
		return null;
	}
}

function addFolder(walk: Walk, root: string, folder: string): boolean {
	for (const entry of readdirSync(`${root}/${folder}`, { withFileTypes: true })) {
		if (isLeftBehind(entry.name)) continue;
		const path = folder + entry.name;
		walk.entries += 1;
		if (walk.entries > defaultLimits.entries || !addEntry(walk, root, path)) return false;
		if (entry.isDirectory() && !addFolder(walk, root, `${path}/`)) return false;
	}
	return true;
}

/** False where it changed just now. */
function addEntry({ seal, settledBefore }: Walk, root: string, path: string): boolean {
	const found = lstatSync(`${root}/${path}`, { bigint: true });
	const { dev, ino, mode, size, mtimeNs, ctimeNs } = found;
	// Of a folder, size and times tell of its list alone, which is in here by itself.
	const file = found.isDirectory() ? "" : ` ${size} ${mtimeNs}`;
	seal.update(`${path}\0${dev} ${ino} ${mode} ${ctimeNs}${file}\n`);
	return ctimeNs < settledBefore;
}
