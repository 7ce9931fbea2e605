import { type Cursor, list, listed, parenthesised } from "./cursor.ts";
import { expression } from "./expression.ts";
import { references } from "./keys.ts";

/** `name type attributes` */
export function columnDefinition(cursor: Cursor): boolean {
	return cursor.freeName() && columnType(cursor) && attributes(cursor);
}

const words = (text: string): readonly string[] => text.split(/\s+/);

const BARE = words(
	"TINYTEXT MEDIUMTEXT LONGTEXT TINYBLOB MEDIUMBLOB LONGBLOB DATE BOOL BOOLEAN JSON",
);
const SIZED = words(
	`BIT TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT FLOAT REAL DECIMAL DEC NUMERIC FIXED CHAR VARCHAR BINARY VARBINARY
	TEXT BLOB TIME DATETIME TIMESTAMP YEAR`,
);

function columnType(cursor: Cursor): boolean {
	if (cursor.word("ENUM", "SET")) return listed((one) => one.string())(cursor) && typeWords(cursor);
	if (cursor.word("DOUBLE")) {
		cursor.word("PRECISION");
		return size(cursor) && typeWords(cursor);
	}
	if (cursor.word("CHARACTER", "NCHAR", "NVARCHAR")) {
		cursor.word("VARYING");
		return size(cursor) && typeWords(cursor);
	}
	if (cursor.word(...BARE)) return typeWords(cursor);
	return cursor.word(...SIZED) && size(cursor) && typeWords(cursor);
}

function size(cursor: Cursor): boolean {
	return !cursor.isAtMark("(") || listed((one) => one.number())(cursor);
}

function typeWords(cursor: Cursor): boolean {
	while (cursor.word("UNSIGNED", "SIGNED", "ZEROFILL", "BINARY", "ASCII", "UNICODE"));
	return true;
}

/** Also of a table's own character set. */
export function characterSet(cursor: Cursor): boolean {
	if (!cursor.words("CHARACTER", "SET") && !cursor.word("CHARSET", "COLLATE")) return false;
	cursor.mark("=");
	return cursor.value(/^\w+$/);
}

const ATTRIBUTES = words(
	"NOT NULL DEFAULT AUTO_INCREMENT UNIQUE PRIMARY KEY COMMENT ON CHARACTER CHARSET COLLATE CHECK REFERENCES",
);

function attributes(cursor: Cursor): boolean {
	while (ATTRIBUTES.some((word) => cursor.isAt(word))) {
		if (!attribute(cursor)) return false;
	}
	return true;
}

function attribute(cursor: Cursor): boolean {
	if (cursor.words("NOT", "NULL") || cursor.word("NULL", "AUTO_INCREMENT", "KEY")) return true;
	if (cursor.words("PRIMARY", "KEY") || cursor.words("UNIQUE", "KEY") || cursor.word("UNIQUE"))
		return true;
	if (cursor.word("DEFAULT")) return constant(cursor);
	if (cursor.word("COMMENT")) return cursor.string();
	if (cursor.words("ON", "UPDATE")) return moment(cursor);
	if (cursor.word("CHECK")) return parenthesised(cursor, expression);
	return cursor.isAt("REFERENCES") ? references(cursor) : characterSet(cursor);
}

/** What needs no reckoning: a table is described by making one, and nothing of a package is reckoned in a look. */
export function constant(cursor: Cursor): boolean {
	if (cursor.mark("-") || cursor.mark("+")) return cursor.number();
	return (
		cursor.string() ||
		cursor.number() ||
		cursor.bits() ||
		cursor.word("NULL", "TRUE", "FALSE") ||
		moment(cursor)
	);
}

function moment(cursor: Cursor): boolean {
	if (!cursor.word("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP")) return false;
	if (!cursor.mark("(")) return true;
	cursor.number();
	return cursor.mark(")");
}

/** FIRST or AFTER another one. */
export function position(cursor: Cursor): boolean {
	return cursor.word("FIRST") || !cursor.word("AFTER") || cursor.name();
}

export function columnDefinitions(cursor: Cursor): boolean {
	return list(cursor, columnDefinition);
}
