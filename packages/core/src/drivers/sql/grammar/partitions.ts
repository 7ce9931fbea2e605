import { type Cursor, list, listed, parenthesised } from "./cursor.ts";
import { expression } from "./expression.ts";

/** `PARTITION BY … (PARTITION p VALUES …)`, without files and folders. */
export function partitions(cursor: Cursor): boolean {
	if (!cursor.words("PARTITION", "BY") || !method(cursor)) return false;
	if (cursor.word("PARTITIONS") && !cursor.number()) return false;
	return !cursor.isAtMark("(") || listed(partition)(cursor);
}

function method(cursor: Cursor): boolean {
	const columns = listed((one) => one.name());
	if (cursor.word("RANGE", "LIST"))
		return cursor.word("COLUMNS") ? columns(cursor) : parenthesised(cursor, expression);
	cursor.word("LINEAR");
	if (cursor.word("HASH")) return parenthesised(cursor, expression);
	return cursor.word("KEY") && columns(cursor);
}

function partition(cursor: Cursor): boolean {
	if (!cursor.word("PARTITION") || !cursor.name() || !cursor.word("VALUES")) return false;
	if (cursor.word("IN")) return listed(expression)(cursor);
	if (!cursor.words("LESS", "THAN")) return false;
	const bound = (inside: Cursor) => inside.word("MAXVALUE") || expression(inside);
	return cursor.word("MAXVALUE") || parenthesised(cursor, (inside) => list(inside, bound));
}
