import { readStatements } from "../../../drivers/sql/parse/sql-statements.ts";

/** Columns in lower case, by the table's name as it is written; null where they cannot be told. */
export type Schema = ReadonlyMap<string, ReadonlySet<string> | null>;

/** The tables that are there once these statements ran on a database without them. */
export function readSchema(statements: readonly string[]): Schema {
	const schema = new Map<string, Set<string> | null>();
	for (const statement of statements.flatMap(readStatements)) {
		if (statement.kind === "create" && !schema.has(statement.table.name)) {
			schema.set(statement.table.name, lowerCase(statement.columns));
		}
		if (statement.kind === "drop") {
			for (const table of statement.tables) schema.delete(table.name);
		}
		if (statement.kind === "alter") {
			const columns = schema.get(statement.table.name);
			if (statement.adds === null || columns === null) schema.set(statement.table.name, null);
			else for (const column of lowerCase(statement.adds) ?? []) columns?.add(column);
		}
	}
	return schema;
}

function lowerCase(names: readonly string[] | null): Set<string> | null {
	return names === null ? null : new Set(names.map((name) => name.toLowerCase()));
}
