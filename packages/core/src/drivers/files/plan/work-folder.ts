import { posix } from "node:path";
import type { Connection, Stat } from "../../../connections/connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Place } from "../../../domain/plan.ts";

/** A folder that only its owner and root can have put anything into. */
export interface OwnFolder {
	readonly uid: number;
	readonly names: readonly string[];
}

/** What is read there and obeyed. */
const obeyed = /^(journal\.json|lock-\d+\.json|committed|reloading)$/;

/**
 * Looks at a folder in which Graft keeps what it is doing; undefined where there is none. No link is followed, and
 * nothing that somebody else could have put there is believed: throws GraftError "refused", naming it.
 */
export async function lookIntoOwnFolder(
	connection: Connection,
	path: string,
): Promise<OwnFolder | undefined> {
	const folder = await connection.lstat(path);
	if (folder === undefined) return undefined;
	if (folder.kind !== "folder")
		throw notOurs(connection, path, `is a ${folder.kind}, and no folder`);
	if (isSharedIn(folder))
		throw notOurs(connection, path, `may be written to by others (${octal(folder)})`);
	const entries = (await connection.list(path)) ?? [];
	const names = await Promise.all(
		entries.map(async ({ name }) => {
			const entry = posix.join(path, name);
			const found = await connection.lstat(entry);
			// It went while we looked.
			if (found === undefined) return [];
			if (found.kind !== "file")
				throw notOurs(connection, entry, `is a ${found.kind}, and no file`);
			if (found.uid !== folder.uid && found.uid !== 0) {
				throw notOurs(connection, entry, `belongs to another user (uid ${found.uid})`);
			}
			if (obeyed.test(name) && isSharedIn(found)) {
				throw notOurs(connection, entry, `may be written to by others (${octal(found)})`);
			}
			return [name];
		}),
	);
	return { uid: folder.uid, names: names.flat() };
}

/** `uid`: who we are there. Root's are believed by everybody. */
export function requireOwn(
	connection: Connection,
	path: string,
	folder: OwnFolder,
	uid: number | undefined,
): void {
	if (folder.uid === uid || folder.uid === 0) return;
	throw notOurs(connection, path, `belongs to another user (uid ${folder.uid})`);
}

export function lookIntoWorkFolder(
	connection: Connection,
	place: Place,
): Promise<OwnFolder | undefined> {
	return lookIntoOwnFolder(connection, place.workFolder);
}

function isSharedIn({ mode }: Stat): boolean {
	return (mode & 0o022) !== 0;
}

function octal({ mode }: Stat): string {
	return `mode ${mode.toString(8)}`;
}

function notOurs({ label }: Connection, path: string, what: string): GraftError {
	return new GraftError(
		"refused",
		`${label}: ${path} ${what}. Graft keeps its own records there, and trusts nothing that others could have written. Nothing was touched.`,
		{
			hint: "Where an operation of another user was interrupted, let that user run it again. Otherwise find out who made it and what it is, remove it, and run this again.",
		},
	);
}
