import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { applyMigrations } from "./apply-migrations.ts";
import type { PrismaClient } from "./generated/client.ts";
import { lazyClient } from "./lazy-client.ts";
import { projectFolder } from "./project-folder.ts";
import { retryBusy } from "./retry-busy.ts";
import { busyTimeoutMs, keepPrivate, sqlitePath } from "./sqlite-file.ts";
import { asUnusable } from "./unusable-database.ts";

export type Database = PrismaClient;

export interface OpenOptions {
	/** Their folder. */
	readonly migrations?: string;
	/** Open it at once, and not at the first query: whoever opens it may have the rights to for this moment only. */
	readonly now?: boolean;
	/** Leave Prisma out until it is asked for something; not with `now`. */
	readonly lazy?: boolean;
}

/**
 * Opens the database and brings it up to date; close it with `$disconnect()`.
 * `url` is `file:` and a path. A file that is not there is made; its folder must be there.
 * Throws UnusableDatabase where the file cannot be used.
 */
export async function openDatabase(
	url: string,
	{
		migrations = join(projectFolder(), "prisma", "migrations"),
		now = false,
		lazy = false,
	}: OpenOptions = {},
): Promise<Database> {
	const path = sqlitePath(url);
	// Both are retried: turning a new file to WAL is refused at once while another process does it too.
	await retryBusy(async () => {
		keepPrivate(path);
		migrate(path, migrations);
	}).catch((error: unknown) => {
		throw asUnusable(error);
	});
	const load = async () => (await import("./prisma-client.ts")).openPrisma(path, now);
	return lazy && !now ? lazyClient(load) : load();
}

/** Synchronous NORMAL and foreign keys are this driver's build-time defaults in WAL. */
function migrate(path: string, migrations: string): void {
	const database = new Sqlite(path, { timeout: busyTimeoutMs });
	try {
		applyMigrations(database, migrations);
	} finally {
		database.close();
	}
}
