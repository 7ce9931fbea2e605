import type { DatabaseConnection } from "../../databases/database-connection.ts";
import type { RunStatement } from "../../domain/database-plan.ts";
import type { Extension } from "../../domain/extension.ts";
import type { ProblemCode } from "../../domain/problem-codes.ts";

/** What is said of a package's statements; each platform has its own code for each, which its pages explain. */
export type SqlProblem =
	| "empties-table"
	| "forbidden"
	| "function"
	| "hidden"
	| "into-system-table"
	| "odd"
	| "on-graft-table"
	| "on-system-table"
	| "other-database"
	| "other-table"
	| "read"
	| "session"
	| "stored-code"
	| "table-stood-before"
	| "table-taken"
	| "through-view";

/** The system that a database belongs to, as far as tables of extensions in it are concerned. */
export interface SqlSystem {
	/** As people call it, short. */
	readonly name: string;
	/** The file of a package that holds its statements. */
	readonly file: string;
	readonly codes: Readonly<Record<SqlProblem, ProblemCode>>;
	/** Who would run a statement that Graft never sends; a whole sentence. */
	readonly runsForeign: string;
	/** A table of the system itself, be it there or not. */
	hasTable(name: string): boolean;
	/** A table of extensions that the system itself has in this version of its schema. */
	tookOver(name: string, schemaVersion: number): boolean;
	/** 0 where it cannot be told. */
	readSchemaVersion(connection: DatabaseConnection): Promise<number>;
	readonly receipts: SqlReceipts;
}

/** A row by which the system itself knows an extension as active. */
export interface SqlReceipt {
	readonly id: string;
	/** As the system keeps it, which may be less than the whole. */
	readonly version: number | string;
}

export interface SqlReceipts<Row extends SqlReceipt = SqlReceipt> {
	read(connection: DatabaseConnection): Promise<readonly Row[]>;
	/** The last steps on the way in. */
	put(extension: Extension, rows: readonly Row[]): readonly RunStatement[];
	/** The first steps on the way out. */
	take(extension: Extension, rows: readonly Row[]): readonly RunStatement[];
	/** Where the row cannot say all of it. */
	notes(extension: Extension): readonly string[];
	/** Whether this row may be that of this version. */
	isOf(row: Row, version: string): boolean;
}
