import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { quoteName } from "../../../domain/quote-name.ts";

/** Exactly, by table: of a large one this takes its time. */
export async function countRows(
	connection: DatabaseConnection,
	tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
	const counts = new Map<string, number>();
	for (const table of tables) {
		const [row] = await connection.query(`SELECT COUNT(*) AS total FROM ${quoteName(table)}`);
		counts.set(table, Number(row?.total ?? 0));
	}
	return counts;
}
