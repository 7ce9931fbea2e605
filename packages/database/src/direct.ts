import Sqlite from "better-sqlite3";
import { busyTimeoutMs, sqlitePath } from "./sqlite-file.ts";

/* SQLite without Prisma: for what every command reads first, and for what is kept only to be faster. */

export function query<Row>(url: string, sql: string, ...values: string[]): Row[] {
	return withDirect(url, (database) => database.prepare<string[], Row>(sql).all(...values));
}

/** The same with values by their names. */
export function queryNamed<Row>(
	url: string,
	sql: string,
	values: Readonly<Record<string, string | number | null>>,
): Row[] {
	return withDirect(url, (database) =>
		database.prepare<[Readonly<Record<string, unknown>>], Row>(sql).all(values),
	);
}

/** One statement that can as well be done another time: 0 rows where somebody else writes, or nobody can. */
export function writeNow(url: string, sql: string, ...values: string[]): number {
	return withDirect(url, (database) => {
		database.pragma("busy_timeout = 0");
		try {
			return database.prepare<string[]>(sql).run(...values).changes;
		} catch (error) {
			if (error instanceof Sqlite.SqliteError) return 0;
			throw error;
		} finally {
			database.pragma(`busy_timeout = ${busyTimeoutMs}`);
		}
	});
}

/** Opens it for this piece of work, where nobody holds it open. */
export function withDirect<Result>(
	url: string,
	work: (database: Sqlite.Database) => Result,
): Result {
	const held = heldOpen.get(url)?.database;
	if (held !== undefined) return work(held);
	const database = open(url);
	try {
		return work(database);
	} finally {
		database.close();
	}
}

interface Held {
	readonly database: Sqlite.Database;
	holders: number;
}

const key = Symbol.for("graft.database.held");
const shared = globalThis as { [key]?: Map<string, Held> };
shared[key] ??= new Map();
/** By URL, once for the process: Next loads a module once for start-up and once for the routes. */
const heldOpen = shared[key];

/**
 * Opens the database for all looks until it is let go: opening takes longer than most of them. Rights are those of the
 * whole process, so whoever looks then need not be able to open it.
 */
export function holdOpen(url: string): () => void {
	const held = heldOpen.get(url) ?? { database: open(url), holders: 0 };
	heldOpen.set(url, held);
	held.holders += 1;
	// Only the first read opens the files beside it.
	held.database.prepare("SELECT 1 FROM sqlite_master").get();
	return () => {
		held.holders -= 1;
		if (held.holders > 0) return;
		heldOpen.delete(url);
		held.database.close();
	};
}

function open(url: string): Sqlite.Database {
	return new Sqlite(sqlitePath(url), { timeout: busyTimeoutMs, fileMustExist: true });
}
