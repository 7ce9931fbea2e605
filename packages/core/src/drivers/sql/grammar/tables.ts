import { columnDefinition, columnDefinitions, constant, position } from "./columns.ts";
import { type Cursor, list, parenthesised } from "./cursor.ts";
import { keyDefinition, keyOptions, keyParts, using } from "./keys.ts";
import { partitions } from "./partitions.ts";
import { tableOption, tableOptions } from "./table-options.ts";

/** Behind CREATE TABLE. */
export function createTable(cursor: Cursor): boolean {
	cursor.words("IF", "NOT", "EXISTS");
	if (!cursor.table()) return false;
	if (cursor.word("LIKE")) return cursor.table();
	const item = (inside: Cursor) => keyDefinition(inside) ?? columnDefinition(inside);
	return (
		parenthesised(cursor, (inside) => list(inside, item)) &&
		tableOptions(cursor) &&
		(!cursor.isAt("PARTITION") || partitions(cursor))
	);
}

/** Behind DROP TABLE. */
export function dropTable(cursor: Cursor): boolean {
	cursor.words("IF", "EXISTS");
	if (!list(cursor, (one) => one.table())) return false;
	cursor.word("RESTRICT", "CASCADE");
	return true;
}

/** Behind CREATE, UNIQUE and INDEX. */
export function createIndex(cursor: Cursor): boolean {
	cursor.words("IF", "NOT", "EXISTS");
	return (
		cursor.name() &&
		using(cursor) &&
		cursor.word("ON") &&
		cursor.table() &&
		keyParts(cursor) &&
		keyOptions(cursor)
	);
}

/** Behind DROP INDEX. */
export function dropIndex(cursor: Cursor): boolean {
	cursor.words("IF", "EXISTS");
	return cursor.name() && cursor.word("ON") && cursor.table();
}

/** Behind ALTER TABLE. */
export function alterTable(cursor: Cursor): boolean {
	return cursor.table() && list(cursor, alteration);
}

function alteration(cursor: Cursor): boolean {
	if (cursor.word("ADD")) return addition(cursor);
	if (cursor.word("DROP")) return omission(cursor);
	if (cursor.word("MODIFY")) {
		cursor.word("COLUMN");
		return columnDefinition(cursor) && position(cursor);
	}
	if (cursor.word("CHANGE")) {
		cursor.word("COLUMN");
		return cursor.name() && columnDefinition(cursor) && position(cursor);
	}
	if (cursor.word("ALTER")) {
		cursor.word("COLUMN");
		if (!cursor.name()) return false;
		return cursor.words("DROP", "DEFAULT") || (cursor.words("SET", "DEFAULT") && constant(cursor));
	}
	// Of the table itself a new name would be another one's.
	if (cursor.word("RENAME"))
		return (
			cursor.word("COLUMN", "KEY", "INDEX") && cursor.name() && cursor.word("TO") && cursor.name()
		);
	cursor.words("CONVERT", "TO");
	let option = tableOption(cursor) ?? false;
	while (option) {
		const another = tableOption(cursor);
		if (another === null) return true;
		option = another;
	}
	return false;
}

function addition(cursor: Cursor): boolean {
	const key = keyDefinition(cursor);
	if (key !== null) return key;
	cursor.word("COLUMN");
	cursor.words("IF", "NOT", "EXISTS");
	if (cursor.isAtMark("(")) return parenthesised(cursor, columnDefinitions);
	return columnDefinition(cursor) && position(cursor);
}

function omission(cursor: Cursor): boolean {
	if (cursor.words("PRIMARY", "KEY")) return true;
	if (!cursor.words("FOREIGN", "KEY")) cursor.word("COLUMN", "KEY", "INDEX", "CONSTRAINT");
	cursor.words("IF", "EXISTS");
	return cursor.name();
}
