import { keyword, type SqlToken } from "../parse/sql-tokens.ts";

const WORD = /^[a-z_]\w*$/i;
const LONGEST = 64;

/** Letters that every server folds alike, and none that makes a file's name mean another table (`#mysql50#…`). */
export function isPlainTableName(name: string): boolean {
	return name.length <= LONGEST && /^[\w$](?:[\w$ -]*[\w$])?$/.test(name);
}

export function isPlainTable(token: SqlToken | undefined): token is SqlToken {
	if (token?.kind === "word") return WORD.test(token.text) && !isReserved(token);
	return token?.kind === "name" && isPlainTableName(token.text);
}

/** In quotes also letters beyond ASCII: nothing that nobody sees, and no space at an end. */
const QUOTED = /^(?! )[ \p{L}\p{M}\p{N}\p{P}\p{S}]+(?<! )$/u;

/** A column, an index, an alias: nothing beyond the table that it belongs to can be meant. */
export function isPlainColumn(token: SqlToken | undefined): boolean {
	if (token?.kind === "word") return WORD.test(token.text);
	return token?.kind === "name" && token.text.length <= LONGEST && QUOTED.test(token.text);
}

/** Words that end or go on what stands before them, so that an alias or a column cannot be called so. */
const RESERVED: ReadonlySet<string> = new Set(
	`AND AS ASC BETWEEN BY CASE CROSS DEFAULT DELETE DESC DISTINCT DIV DUAL ELSE EXCEPT EXISTS FETCH FOR FORCE FROM GROUP
	HAVING IGNORE IN INNER INSERT INTERSECT INTERVAL INTO IS JOIN KEY LEFT LIKE LIMIT LOCK MOD NATURAL NOT NULL ON OR
	ORDER OUTER PARTITION PROCEDURE REGEXP REPLACE RETURNING RIGHT RLIKE SELECT SET STRAIGHT_JOIN TABLE THEN UNION
	UPDATE USE USING VALUES WHEN WHERE WITH XOR`.split(/\s+/),
);

export function isReserved(token: SqlToken | undefined): boolean {
	return RESERVED.has(keyword(token));
}
