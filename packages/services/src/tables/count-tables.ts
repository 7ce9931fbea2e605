import { countRows } from "@graft/core/databases/count-rows";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import * as z from "zod";

/** Rows by the name of a table, as `Operation.madeTables` keeps them. */
export const tableCounts = z.record(z.string(), z.int());

export type TableCounts = z.output<typeof tableCounts>;

export async function countTables(
	connection: DatabaseConnection,
	tables: readonly string[],
): Promise<TableCounts> {
	const counted: TableCounts = {};
	for (const table of tables) counted[table] = await countRows(connection, table);
	return counted;
}

/** Tables of `then` that have more rows now: what came since would go with them. */
export async function grownTables(
	connection: DatabaseConnection,
	then: TableCounts,
): Promise<readonly string[]> {
	const now = await countTables(connection, Object.keys(then));
	return Object.keys(then).filter((table) => (now[table] ?? 0) > (then[table] ?? 0));
}
