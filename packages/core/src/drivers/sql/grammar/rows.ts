import { type Cursor, list, listed } from "./cursor.ts";
import { column, expression, orderAndLimit, select, tables, where } from "./expression.ts";

/** INSERT and REPLACE, behind that word. */
export function insert(cursor: Cursor): boolean {
	cursor.word("LOW_PRIORITY", "HIGH_PRIORITY", "DELAYED");
	cursor.word("IGNORE");
	cursor.word("INTO");
	if (!cursor.table() || !inserted(cursor)) return false;
	return !cursor.words("ON", "DUPLICATE", "KEY", "UPDATE") || list(cursor, assignment);
}

function inserted(cursor: Cursor): boolean {
	if (cursor.word("SET")) return list(cursor, assignment);
	if (cursor.isAtMark("(") && !none(cursor) && !listed(column)(cursor)) return false;
	if (cursor.word("VALUES", "VALUE"))
		return list(cursor, (row) => none(row) || listed(expression)(row));
	return select(cursor);
}

/** `()` */
function none(cursor: Cursor): boolean {
	return cursor.isAtMark(")", 1) && cursor.mark("(") && cursor.mark(")");
}

/** Behind UPDATE. */
export function update(cursor: Cursor): boolean {
	cursor.word("LOW_PRIORITY");
	cursor.word("IGNORE");
	return (
		tables(cursor) &&
		cursor.word("SET") &&
		list(cursor, assignment) &&
		where(cursor) &&
		orderAndLimit(cursor)
	);
}

function assignment(cursor: Cursor): boolean {
	return column(cursor) && cursor.mark("=") && expression(cursor);
}

/** Behind DELETE. */
export function remove(cursor: Cursor): boolean {
	cursor.word("LOW_PRIORITY");
	cursor.word("QUICK");
	cursor.word("IGNORE");
	if (cursor.word("FROM")) return cursor.table() && where(cursor) && orderAndLimit(cursor);
	return list(cursor, target) && cursor.word("FROM") && tables(cursor) && where(cursor);
}

/** One of the tables that are listed behind FROM, or its alias. */
function target(cursor: Cursor): boolean {
	if (!cursor.freeName()) return false;
	return !cursor.mark(".") || cursor.mark("*");
}
