import type { DatabaseConnection } from "./database-connection.ts";

/** The name of a table (or database) as one server tells them apart: two that come out the same are one. */
export type TableNaming = (name: string) => string;

/** As on Linux: `Panes` and `panes` are two. */
export const asWritten: TableNaming = (name) => name;

/**
 * On Windows and macOS, and where it is set so, a server does not look at case in names of tables (MariaDB's
 * `lower_case_table_names`). Which letters it shows then is no matter: it takes them in lower case.
 */
export async function readTableNaming(connection: DatabaseConnection): Promise<TableNaming> {
	const [row] = await connection.query("SELECT @@lower_case_table_names AS folded");
	return Number(row?.folded) === 0 ? asWritten : (name) => name.toLowerCase();
}
