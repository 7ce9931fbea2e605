import type { Cell, Row } from "../../../databases/database-connection.ts";

/** Each looks only, and needs no right beyond that of being let in, save the version. */
export const questions = {
	server: `SELECT VERSION() AS version, DATABASE() AS databaseName,
		@@global.read_only AS readOnly, @@global.innodb_read_only AS storageReadOnly`,
	columns: `SELECT TABLE_NAME AS tableName, COLUMN_NAME AS columnName
		FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()`,
	grants: "SHOW GRANTS",
	version: "SELECT TVALUE AS version FROM config WHERE NAME = 'GUI_VERSION'",
} as const;

export type Question = keyof typeof questions;

/** Rows, or the database's own words where it would not answer. */
export type Answer = { readonly rows: readonly Row[] } | { readonly refusal: string };

export type Answers = Readonly<Record<Question, Answer>>;

export function rowsOf(answer: Answer): readonly Row[] {
	return "rows" in answer ? answer.rows : [];
}

export function text(cell: Cell | undefined): string {
	return cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell ?? "");
}
