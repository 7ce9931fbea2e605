import { chmodSync, closeSync, lstatSync, openSync, readlinkSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { UnusableDatabase } from "./unusable-database.ts";

/** How long SQLite waits by itself for another process. It blocks the thread, so it stays short. */
export const busyTimeoutMs = 2_000;

/** The path in `file:` and a path; throws UnusableDatabase for any other URL. */
export function sqlitePath(url: string): string {
	if (!/^file:./.test(url)) {
		throw new UnusableDatabase("not the URL of a SQLite database: it must start with file:");
	}
	return url.slice("file:".length);
}

/**
 * Only its owner reads it, from the first byte on: made before SQLite has it, which gives the files beside it the same
 * mode. Files that are there are not opened: closing them would take SQLite's locks of this process away.
 */
export function keepPrivate(path: string): void {
	const file = behindLinks(path);
	try {
		closeSync(openSync(file, "wx", 0o600));
	} catch {
		// It is there, or cannot be made: SQLite itself says why.
	}
	for (const each of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) {
		const found = lstatSync(each, { throwIfNoEntry: false });
		if (!found?.isFile() || (found.mode & 0o077) === 0) continue;
		try {
			chmodSync(each, found.mode & 0o700);
		} catch (error) {
			// Of another user, who shares it on purpose.
			if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
		}
	}
}

/** Where SQLite would make it: it follows links, to what is not there yet as well. */
function behindLinks(path: string, mostLinks = 40): string {
	const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
	if (!isLink || mostLinks === 0) return path;
	return behindLinks(resolve(dirname(path), readlinkSync(path)), mostLinks - 1);
}
