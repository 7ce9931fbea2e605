import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { isBusy } from "./retry-busy.ts";
import { busyTimeoutMs } from "./sqlite-file.ts";
import { UnusableDatabase } from "./unusable-database.ts";

/** Where a database lies as it was before its last upgrade: one copy, which the next upgrade replaces. */
export function upgradeCopyOf(path: string): string {
	return `${path}.before-upgrade`;
}

/**
 * For whoever holds the database for writing, and has written nothing yet. The copy is read by its owner only.
 * Throws UnusableDatabase where it cannot be kept.
 */
export function keepUpgradeCopy(path: string): void {
	const staged = `${upgradeCopyOf(path)}.unfinished`;
	rmSync(staged, { force: true });
	// SQLite fills an empty file that is there, and leaves its mode.
	const file = openSync(staged, "wx", 0o600);
	try {
		work(path, (database) => database.prepare("VACUUM INTO ?").run(staged));
		fsyncSync(file);
		renameSync(staged, upgradeCopyOf(path));
	} catch (error) {
		rmSync(staged, { force: true });
		if (isBusy(error)) throw error;
		throw noCopy(path, error);
	} finally {
		closeSync(file);
	}
}

function noCopy(path: string, cause: unknown): UnusableDatabase {
	const why = cause instanceof Error ? cause.message : String(cause);
	return new UnusableDatabase(
		`no copy of it could be kept before its upgrade (${why}); nothing was changed`,
		{
			hint: `See that ${upgradeCopyOf(path)} can be written, and has room beside ${path}.`,
			cause,
		},
	);
}

/** What to do about a database of a newer Graft. `isOurs`: whether this one can work with the copy. */
export function wayBack(path: string, isOurs: (copy: Sqlite.Database) => boolean): string {
	const copy = upgradeCopyOf(path);
	const again = "Install the newer version again.";
	if (!existsSync(copy) || !work(copy, isOurs)) return again;
	return `${again} Or go back to the copy that was made before its upgrade, and lose what was noted since: end all that runs of Graft, remove ${path}-wal and ${path}-shm, and move ${copy} to ${path}.`;
}

function work<Result>(path: string, by: (database: Sqlite.Database) => Result): Result {
	const database = new Sqlite(path, {
		timeout: busyTimeoutMs,
		fileMustExist: true,
		readonly: true,
	});
	try {
		return by(database);
	} finally {
		database.close();
	}
}
