import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { readTableNaming } from "../../../databases/table-naming.ts";
import { GraftError } from "../../../domain/errors.ts";
import { quoteName } from "../../../domain/quote-name.ts";

/** A table as the database itself describes it, whatever its rows are; null where there is none. */
export async function definitionOf(
	connection: DatabaseConnection,
	table: string,
): Promise<string | null> {
	try {
		const [row = {}] = await connection.query(`SHOW CREATE TABLE ${quoteName(table)}`);
		return String(Object.values(row)[1]).replace(/\bAUTO_INCREMENT=\d+ ?/, "");
	} catch (error) {
		if (!(error instanceof GraftError) || error.kind !== "refused") throw error;
		if (await isThere(connection, table)) throw error;
		return null;
	}
}

async function isThere(connection: DatabaseConnection, table: string): Promise<boolean> {
	const naming = await readTableNaming(connection);
	const rows = await connection.query(
		"SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = ?",
		[table],
	);
	return rows.some(({ name }) => naming(String(name)) === naming(table));
}
