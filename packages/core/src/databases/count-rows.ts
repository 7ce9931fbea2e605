import { quoteName } from "../domain/quote-name.ts";
import type { DatabaseConnection } from "./database-connection.ts";

/** Exactly: of a large table this takes its time, and is waited for. */
export async function countRows(connection: DatabaseConnection, table: string): Promise<number> {
	let rows = 0;
	// A look would count as lost after a minute, and InnoDB reads the whole table for this.
	for await (const [total] of connection.stream(`SELECT COUNT(*) FROM ${quoteName(table)}`))
		rows = Number(total);
	return rows;
}
