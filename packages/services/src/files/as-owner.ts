import { AsyncLocalStorage } from "node:async_hooks";
import { lstat, realpath } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { GraftError } from "@graft/core/domain/errors";

/*
 * Root has no business in somebody else's folder: whoever owns it may exchange any file there for a link at any moment.
 * So what root does there is done with its owner's rights, and the kernel holds it to them, whatever the path leads to.
 */

export interface Owner {
	readonly uid: number;
	readonly gid: number;
}

/** Of work with another user's rights alone: once it is used, Node follows each promise of the process, which takes long. */
const acting = new AsyncLocalStorage<Owner>();

/*
 * The rights are those of the whole process: work with another user's is done one at a time, and with root's own any
 * number, but never both. Root's own within root's own never waits for what waits for that.
 */
let last: Promise<unknown> = Promise.resolve();
let anothers: Promise<unknown> | undefined;
let ownUnderWay = 0;
let ownEnded: () => void = () => undefined;

/**
 * Does `work` with the rights of whoever owns `folder`, or would, where it is not there yet. Only root can, and only
 * root needs it: for anybody else this is `work` alone. Throws GraftError "refused" where somebody else could exchange
 * the folder itself.
 */
export async function asOwnerOf<T>(folder: string, work: () => T | Promise<T>): Promise<T> {
	// The real user, which stays: the effective one may be that of another piece of work just now.
	if (process.getuid?.() !== 0) return work();
	const owner = await ownerOf(folder);
	const already = acting.getStore();
	if (already !== undefined) {
		if (already.uid === owner.uid) return work();
		throw new Error(`${folder} is not of the user (uid ${already.uid}) who is at work`);
	}
	if (owner.uid === 0) return asRoot(work);
	const turn = last.then(() => asAnother(owner, work));
	last = turn.catch(() => undefined);
	return turn;
}

async function asRoot<T>(work: () => T | Promise<T>): Promise<T> {
	while (anothers !== undefined) await anothers;
	ownUnderWay += 1;
	try {
		return await work();
	} finally {
		ownUnderWay -= 1;
		if (ownUnderWay === 0) ownEnded();
	}
}

async function asAnother<T>(owner: Owner, work: () => T | Promise<T>): Promise<T> {
	while (ownUnderWay > 0)
		await new Promise<void>((resolve) => {
			ownEnded = resolve;
		});
	const working = acting.run(owner, () => withRightsOf(owner, work));
	anothers = working.catch(() => undefined);
	try {
		return await working;
	} finally {
		anothers = undefined;
	}
}

/** Whether this is root in a folder of somebody else. */
export async function isForeign(folder: string): Promise<boolean> {
	return process.getuid?.() === 0 && (await ownerOf(folder)).uid !== 0;
}

/** For good, and for the whole process. Nothing where this is not root in a folder of somebody else. */
export async function becomeOwnerOf(folder: string): Promise<void> {
	if (!(await isForeign(folder))) return;
	const { uid, gid } = await ownerOf(folder);
	process.setgroups?.([gid]);
	process.setgid?.(gid);
	process.setuid?.(uid);
}

async function withRightsOf<T>({ uid, gid }: Owner, work: () => T | Promise<T>): Promise<T> {
	const [groups, ownGroup] = [process.getgroups?.() ?? [], process.getegid?.() ?? 0];
	process.setgroups?.([gid]);
	process.setegid?.(gid);
	process.seteuid?.(uid);
	try {
		return await work();
	} finally {
		process.seteuid?.(0);
		process.setegid?.(ownGroup);
		process.setgroups?.(groups);
	}
}

/** Of the folder, or of the nearest one above it that is there. */
async function ownerOf(folder: string): Promise<Owner> {
	const path = await nearest(resolve(folder));
	const { uid, gid } = await lstat(path);
	for (let above = dirname(path); ; above = dirname(above)) {
		const found = await lstat(above);
		if (found.uid !== 0 && found.uid !== uid) throw exchangeable(path, above, found.uid);
		// In a sticky folder, as /tmp, everybody can only exchange what is their own.
		if ((found.mode & 0o1002) === 0o002) throw exchangeable(path, above, undefined);
		if (above === "/") return { uid, gid };
	}
}

async function nearest(path: string): Promise<string> {
	try {
		return await realpath(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== "ENOENT" && code !== "ENOTDIR") throw error;
		return nearest(dirname(path));
	}
}

function exchangeable(path: string, above: string, uid: number | undefined): GraftError {
	const who = uid === undefined ? "everybody" : `another user (uid ${uid})`;
	return new GraftError(
		"refused",
		`${path} lies in ${above}, which ${who} can change: root does nothing there, because the folder could be replaced by a link meanwhile.`,
		{
			hint: `Run this as the user whose folder it is, give ${path} to the owner of ${above}, or choose another folder.`,
		},
	);
}
