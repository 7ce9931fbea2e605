import { characterSet } from "./columns.ts";
import type { Cursor } from "./cursor.ts";

/** InnoDB and the engines beside it that keep their rows in the database's own folder. */
export const ENGINES = /^(innodb|myisam|aria|memory|heap)$/i;

const NUMBERS =
	`AUTO_INCREMENT AVG_ROW_LENGTH CHECKSUM DELAY_KEY_WRITE KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS
	PAGE_CHECKSUM STATS_AUTO_RECALC STATS_PERSISTENT STATS_SAMPLE_PAGES TRANSACTIONAL`.split(/\s+/);
const ROW_FORMATS = ["DEFAULT", "DYNAMIC", "FIXED", "COMPRESSED", "REDUNDANT", "COMPACT", "PAGE"];

/** What stands behind a table's columns; commas between them may be there. */
export function tableOptions(cursor: Cursor): boolean {
	let isAfterComma = false;
	for (;;) {
		const isTaken = tableOption(cursor);
		if (isTaken === null) return !isAfterComma;
		if (!isTaken) return false;
		isAfterComma = cursor.mark(",");
	}
}

/** null where none begins here. */
export function tableOption(cursor: Cursor): boolean | null {
	if (cursor.word("ENGINE")) return is(cursor) && cursor.value(ENGINES);
	if (cursor.word("COMMENT")) return is(cursor) && cursor.string();
	if (cursor.word("ROW_FORMAT")) return is(cursor) && cursor.word(...ROW_FORMATS);
	if (cursor.word(...NUMBERS)) return is(cursor) && (cursor.number() || cursor.word("DEFAULT"));
	const isCharacterSet = ["CHARACTER", "CHARSET", "COLLATE"].some((word) => cursor.isAt(word));
	return cursor.word("DEFAULT") || isCharacterSet ? characterSet(cursor) : null;
}

function is(cursor: Cursor): true {
	cursor.mark("=");
	return true;
}
