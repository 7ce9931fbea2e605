import { type Cursor, listed, parenthesised } from "./cursor.ts";
import { expression } from "./expression.ts";

/** A key or a constraint of a table, as it stands among its columns; null where none begins here. */
export function keyDefinition(cursor: Cursor): boolean | null {
	const isNamed = cursor.word("CONSTRAINT");
	if (isNamed && !startsKey(cursor) && !cursor.name()) return false;
	if (!startsKey(cursor)) return isNamed ? false : null;
	if (cursor.word("CHECK")) return parenthesised(cursor, expression);
	if (cursor.words("FOREIGN", "KEY")) {
		if (!cursor.isAtMark("(") && !cursor.name()) return false;
		return listed((one) => one.name())(cursor) && references(cursor);
	}
	if (cursor.words("PRIMARY", "KEY")) return keyBody(cursor);
	if (cursor.word("UNIQUE", "FULLTEXT", "SPATIAL")) cursor.word("KEY", "INDEX");
	else if (!cursor.word("KEY", "INDEX")) return false;
	cursor.words("IF", "NOT", "EXISTS");
	if (!cursor.isAtMark("(") && !cursor.isAt("USING") && !cursor.name()) return false;
	return keyBody(cursor);
}

function startsKey(cursor: Cursor): boolean {
	const words = ["PRIMARY", "UNIQUE", "FULLTEXT", "SPATIAL", "KEY", "INDEX", "FOREIGN", "CHECK"];
	return words.some((word) => cursor.isAt(word));
}

/** `[USING x] (parts) [options]` */
function keyBody(cursor: Cursor): boolean {
	return using(cursor) && keyParts(cursor) && keyOptions(cursor);
}

export function using(cursor: Cursor): boolean {
	return !cursor.word("USING") || cursor.word("BTREE", "HASH");
}

export function keyParts(cursor: Cursor): boolean {
	return listed((part) => {
		if (!part.name()) return false;
		if (part.isAtMark("(") && !parenthesised(part, (inside) => inside.number())) return false;
		part.word("ASC", "DESC");
		return true;
	})(cursor);
}

export function keyOptions(cursor: Cursor): boolean {
	if (!using(cursor)) return false;
	if (cursor.word("COMMENT")) return cursor.string();
	if (!cursor.word("KEY_BLOCK_SIZE")) return true;
	cursor.mark("=");
	return cursor.number();
}

export function references(cursor: Cursor): boolean {
	if (!cursor.word("REFERENCES") || !cursor.table()) return false;
	if (!listed((one) => one.name())(cursor)) return false;
	while (cursor.words("ON", "DELETE") || cursor.words("ON", "UPDATE")) {
		const isSet = cursor.words("SET", "NULL") || cursor.words("NO", "ACTION");
		if (!isSet && !cursor.word("CASCADE", "RESTRICT")) return false;
	}
	return true;
}
