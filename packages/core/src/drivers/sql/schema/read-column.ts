import { isMark, keyword, type SqlToken } from "../parse/sql-tokens.ts";
import type { Column } from "./table.ts";

const TYPE_WORDS = new Set(["UNSIGNED", "SIGNED", "ZEROFILL", "PRECISION"]);
const TEXT_TYPE = /^(char|varchar|tinytext|text|mediumtext|longtext|enum|set)\b/i;
/** What may stand behind a column's type in SHOW CREATE TABLE. */
const ATTRIBUTES = new Set(
	`CHARACTER COLLATE GENERATED AS NOT NULL DEFAULT ON AUTO_INCREMENT COMMENT CHECK INVISIBLE COMPRESSED WITHOUT
	REF_SYSTEM_ID CONSTRAINT`.split(/\s+/),
);

/** One line of SHOW CREATE TABLE. A text column that names no character set has its table's. */
export function readColumn(
	source: string,
	tokens: readonly SqlToken[],
	table: { readonly charset: string; readonly collation: string },
): Column {
	const cut = (part: readonly SqlToken[]) =>
		source.slice(part[0]?.start ?? 0, part.at(-1)?.end ?? 0);
	const typeEnd = endOfType(tokens);
	const type = cut(tokens.slice(1, typeEnd));
	const found = new Map(attributes(tokens.slice(typeEnd)).map((one) => [headOf(one), one]));
	const take = (word: string): readonly SqlToken[] | undefined => {
		const one = found.get(word);
		found.delete(word);
		return one;
	};
	const after = (word: string, skipped: number): string | null => {
		const one = take(word);
		return one === undefined ? null : cut(one.slice(skipped));
	};
	const charset = after("CHARACTER", 2);
	const collation = after("COLLATE", 1);
	const isText = TEXT_TYPE.test(type);
	const nullable = take("NOT") === undefined;
	take("NULL");
	const generated = take("GENERATED") ?? take("AS");
	return {
		name: tokens[0]?.text ?? "",
		type,
		charset: isText ? (charset ?? table.charset) : null,
		// A character set of its own brings its own collation, which is then always written out, or its default one.
		collation: isText ? (collation ?? (charset === null ? table.collation : "")) : null,
		nullable,
		default: after("DEFAULT", 1),
		onUpdate: after("ON", 2),
		autoIncrement: take("AUTO_INCREMENT") !== undefined,
		generated: generated === undefined ? null : cut(generated),
		comment: after("COMMENT", 1),
		rest: [...found.values()].map(cut).join(" "),
	};
}

function endOfType(tokens: readonly SqlToken[]): number {
	let at = 2;
	if (isMark(tokens[at], "(")) {
		while (at < tokens.length && !isMark(tokens[at], ")")) at += 1;
		at += 1;
	}
	while (TYPE_WORDS.has(keyword(tokens[at]))) at += 1;
	return at;
}

/** Each attribute with its value: a new one begins at its word, outside parentheses. */
function attributes(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
	const found: SqlToken[][] = [];
	let depth = 0;
	for (const [at, token] of tokens.entries()) {
		if (isMark(token, "(")) depth += 1;
		if (isMark(token, ")")) depth -= 1;
		const word = keyword(token);
		const before = keyword(tokens[at - 1]);
		const isValue =
			before === "DEFAULT" || (word === "NULL" && before === "NOT") || before === "ALWAYS";
		if (found.length === 0 || (depth === 0 && ATTRIBUTES.has(word) && !isValue)) found.push([]);
		found.at(-1)?.push(token);
	}
	return found;
}

function headOf(attribute: readonly SqlToken[]): string {
	return keyword(attribute[0]);
}
