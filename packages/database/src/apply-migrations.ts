import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { UnusableDatabase } from "./unusable-database.ts";

interface Migration {
	readonly name: string;
	readonly sql: string;
	readonly checksum: string;
}

interface HistoryRow {
	readonly name: string;
	readonly checksum: string;
}

// As Prisma's own CLI makes it, so that `prisma migrate status` agrees with what is done here.
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
	"id" TEXT PRIMARY KEY NOT NULL,
	"checksum" TEXT NOT NULL,
	"finished_at" DATETIME,
	"migration_name" TEXT NOT NULL,
	"logs" TEXT,
	"rolled_back_at" DATETIME,
	"started_at" DATETIME NOT NULL DEFAULT current_timestamp,
	"applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`;

/**
 * Brings a database to the schema of this program, all or nothing.
 * Throws UnusableDatabase where it was made by a newer program, or where an applied migration was edited since.
 */
export function applyMigrations(database: Sqlite.Database, folder: string): void {
	const migrations = readMigrations(folder);
	if (hasHistory(database) && pending(database, migrations).length === 0) return;

	const foreignKeys = database.pragma("foreign_keys", { simple: true });
	database.pragma("foreign_keys = OFF"); // A rebuilt table would take the rows that refer to it along.
	try {
		// Exclusive, and looked at again inside: of two programs that start at once, one applies.
		database
			.transaction(() => {
				database.exec(historyTable);
				for (const migration of pending(database, migrations)) apply(database, migration);
			})
			.exclusive();
	} finally {
		database.pragma(`foreign_keys = ${foreignKeys}`);
	}
}

function readMigrations(folder: string): Migration[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => {
			const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
			return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
		})
		.sort((one, other) => (one.name < other.name ? -1 : 1));
}

function hasHistory(database: Sqlite.Database): boolean {
	return (
		database
			.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'")
			.get() !== undefined
	);
}

function pending(database: Sqlite.Database, migrations: readonly Migration[]): Migration[] {
	const rows = database
		.prepare<[], HistoryRow>(
			"SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL",
		)
		.all();
	const applied = new Map(rows.map((row) => [row.name, row.checksum]));
	const known = new Set(migrations.map((migration) => migration.name));

	const unknown = [...applied.keys()].find((name) => !known.has(name));
	if (unknown !== undefined) {
		throw new UnusableDatabase(
			`the database was made by a newer program: it has the migration ${unknown}`,
		);
	}
	const edited = migrations.find(
		({ name, checksum }) => applied.has(name) && applied.get(name) !== checksum,
	);
	if (edited !== undefined) {
		throw new UnusableDatabase(`migration ${edited.name} was edited after it was applied`);
	}
	return migrations.filter(({ name }) => !applied.has(name));
}

function apply(database: Sqlite.Database, { name, sql, checksum }: Migration): void {
	database.exec(sql);
	database
		.prepare(
			`INSERT INTO _prisma_migrations
			(id, checksum, migration_name, started_at, finished_at, applied_steps_count)
			VALUES (?, ?, ?, ?, ?, 1)`,
		)
		.run(randomUUID(), checksum, name, Date.now(), Date.now());
}
