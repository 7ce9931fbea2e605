import { createHash, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Sqlite from "better-sqlite3";
import { UnusableDatabase } from "./unusable-database.ts";
import { keepUpgradeCopy, wayBack } from "./upgrade-copy.ts";

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
 * Brings a database to the schema of this program, all or nothing; a copy of what it was lies beside it then.
 * Throws UnusableDatabase, and changes nothing, where a newer program made it, or where an applied migration was edited since.
 */
export function applyMigrations(database: Sqlite.Database, folder: string): void {
	const migrations = readMigrations(folder);
	const due = hasHistory(database) ? pending(database, migrations) : migrations;
	database.pragma("journal_mode = WAL"); // After what is refused, for it stays with the file.
	if (due.length === 0) return;

	const foreignKeys = database.pragma("foreign_keys", { simple: true });
	database.pragma("foreign_keys = OFF"); // A rebuilt table would take the rows that refer to it along.
	try {
		// Looked at again inside: of two programs that start at once, one applies. The copy needs that others may read.
		database
			.transaction(() => {
				database.exec(historyTable);
				const missing = pending(database, migrations);
				const isUpgrade = missing.length > 0 && missing.length < migrations.length;
				if (isUpgrade) keepUpgradeCopy(database.name);
				for (const migration of missing) apply(database, migration);
			})
			.immediate();
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
	const applied = appliedIn(database);
	const unknown = firstUnknown(applied, migrations);
	if (unknown !== undefined) {
		const isOurs = (copy: Sqlite.Database) =>
			hasHistory(copy) && firstUnknown(appliedIn(copy), migrations) === undefined;
		throw new UnusableDatabase(
			`a newer version of Graft made it, for it has the migration ${unknown}; nothing was changed`,
			{ hint: wayBack(database.name, isOurs) },
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

function appliedIn(database: Sqlite.Database): ReadonlyMap<string, string> {
	const rows = database
		.prepare<[], HistoryRow>(
			"SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL",
		)
		.all();
	return new Map(rows.map((row) => [row.name, row.checksum]));
}

function firstUnknown(
	applied: ReadonlyMap<string, string>,
	migrations: readonly Migration[],
): string | undefined {
	const known = new Set(migrations.map(({ name }) => name));
	return [...applied.keys()].find((name) => !known.has(name));
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
