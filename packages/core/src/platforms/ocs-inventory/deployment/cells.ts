import type { Cell, DatabaseConnection } from "../../../databases/database-connection.ts";

export function textOf(cell: Cell | undefined): string {
	return cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell ?? "");
}

/** `?, ?, ?` for a list that is not empty. */
export function placeholders(values: readonly unknown[]): string {
	return values.map(() => "?").join(", ");
}

/** The number in the first row's column `n`. */
export async function count(
	connection: DatabaseConnection,
	sql: string,
	parameters: readonly Cell[],
): Promise<number> {
	const [row] = await connection.query(sql, parameters);
	return Number(row?.n ?? 0);
}
