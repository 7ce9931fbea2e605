import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { readTableNaming, type TableNaming } from "../../../databases/table-naming.ts";
import { GraftError } from "../../../domain/errors.ts";
import { quoteName } from "../../../domain/quote-name.ts";
import type { Classified } from "../schema/classify-statements.ts";
import { readTable } from "../schema/read-table.ts";
import type { Table } from "../schema/table.ts";
import { type WantedTable, wantedTables } from "../schema/wanted-tables.ts";
import type { SqlSystem } from "../system.ts";
import { withTimeLimit } from "./time-limit.ts";

export interface Place {
	/** The database's own name. */
	readonly database: string;
	readonly naming: TableNaming;
	/** Of the system's schema; 0 where it cannot be told. */
	readonly schemaVersion: number;
	/** Every table in it, views left out, with about how many rows it has. */
	readonly rows: ReadonlyMap<string, number>;
	/** What else bears a name there: views, sequences. */
	readonly views: ReadonlySet<string>;
}

export async function lookAtPlace(
	connection: DatabaseConnection,
	system: SqlSystem,
): Promise<Place> {
	const naming = await readTableNaming(connection);
	const [here] = await connection.query("SELECT DATABASE() AS name");
	const tables = await connection.query(
		"SELECT TABLE_NAME AS name, TABLE_ROWS AS total, TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AS isTable FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
	);
	const named = (isTable: boolean) =>
		tables
			.filter((row) => Boolean(Number(row.isTable)) === isTable)
			.map(({ name, total }) => [naming(String(name)), Number(total ?? 0)] as const);
	return {
		schemaVersion: await system.readSchemaVersion(connection),
		database: String(here?.name ?? ""),
		naming,
		rows: new Map(named(true)),
		views: new Set(named(false).map(([name]) => name)),
	};
}

export async function describeTables(
	connection: DatabaseConnection,
	names: readonly string[],
): Promise<ReadonlyMap<string, Table>> {
	const tables = new Map<string, Table>();
	for (const name of names)
		tables.set(name, await describe(connection, `SHOW CREATE TABLE ${quoteName(name)}`));
	return tables;
}

/** What those of `names` would be like if they were made now; one is left out where the database cannot say it. */
export async function describeWanted(
	connection: DatabaseConnection,
	install: readonly Classified[],
	names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Table>> {
	const asked = wantedTables(install).filter(({ table }) => names.has(table));
	const tables = new Map<string, Table>();
	if (asked.length === 0) return tables;
	return withTimeLimit(connection, async () => {
		for (const wanted of asked) {
			const table = await tryOut(connection, wanted);
			if (table !== undefined) tables.set(wanted.table, table);
		}
		return tables;
	});
}

async function tryOut(
	connection: DatabaseConnection,
	{ build, describe: question, drop }: WantedTable,
): Promise<Table | undefined> {
	try {
		for (const statement of build) await connection.execute(statement);
		return await describe(connection, question);
	} catch (error) {
		// A foreign key, say, is more than a temporary table takes.
		if (error instanceof GraftError && error.kind === "refused") return undefined;
		throw error;
	} finally {
		await connection.execute(drop);
	}
}

async function describe(connection: DatabaseConnection, question: string): Promise<Table> {
	const [row = {}] = await connection.query(question);
	return readTable(String(row["Create Table"]));
}
