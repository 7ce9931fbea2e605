import { join } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import Sqlite from "better-sqlite3";
import { applyMigrations } from "./apply-migrations.ts";
import { PrismaClient } from "./generated/client.ts";
import { projectFolder } from "./project-folder.ts";
import { retryBusy } from "./retry-busy.ts";
import { busyTimeoutMs, sqlitePath } from "./sqlite-file.ts";
import { asUnusable } from "./unusable-database.ts";

export type Database = PrismaClient;

/**
 * Opens the database and brings it up to date; close it with `$disconnect()`.
 * `url` is `file:` and a path. A file that is not there is made; its folder must be there.
 * Throws UnusableDatabase where the file cannot be used.
 */
export async function openDatabase(
	url: string,
	migrations: string = join(projectFolder(), "prisma", "migrations"),
): Promise<Database> {
	const path = sqlitePath(url);
	// Both are retried: turning a new file to WAL is refused at once while another process does it too.
	await retryBusy(async () => migrate(path, migrations)).catch((error: unknown) => {
		throw asUnusable(error);
	});
	return new PrismaClient({
		adapter: new PrismaBetterSqlite3({ url: path, timeout: busyTimeoutMs }),
	});
}

/** WAL stays with the file; synchronous NORMAL and foreign keys are this driver's build-time defaults in WAL. */
function migrate(path: string, migrations: string): void {
	const database = new Sqlite(path, { timeout: busyTimeoutMs });
	try {
		database.pragma("journal_mode = WAL");
		applyMigrations(database, migrations);
	} finally {
		database.close();
	}
}
