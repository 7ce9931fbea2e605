import { SqlReader } from "../parse/sql-reader.ts";
import { isMark, keyword, type SqlToken, sqlTokens } from "../parse/sql-tokens.ts";
import { readColumn } from "./read-column.ts";
import type { Key, KeyPart, Table } from "./table.ts";

/**
 * What `SHOW CREATE TABLE` answers. Both sides of a comparison come from the same server, so both are in the same
 * normal form, whichever it is.
 * @throws Error where it is not such an answer.
 */
export function readTable(answer: string): Table {
	const tokens = sqlTokens(answer);
	const reader = new SqlReader(tokens);
	reader.afterWords("CREATE", "TEMPORARY", "TABLE");
	const name = reader.table()?.name;
	const items = reader.list();
	if (name === undefined || items === undefined) throw new Error(`Not a table: ${answer}`);
	const options = tokens.slice(tokens.indexOf(items.at(-1)?.at(-1) as SqlToken) + 1);
	const charset = optionOf(options, "CHARSET");
	const collation = optionOf(options, "COLLATE");
	const keys = items.map((item) => readKey(answer, item));
	const isKeyOrConstraint = (index: number) =>
		keys[index] !== undefined || isConstraint(items[index] ?? []);
	return {
		name,
		engine: optionOf(options, "ENGINE"),
		charset,
		collation,
		columns: items
			.filter((_, index) => !isKeyOrConstraint(index))
			.map((item) => readColumn(answer, item, { charset, collation })),
		keys: keys.filter((key) => key !== undefined),
		constraints: items.filter(isConstraint).map((item) => sourceOf(answer, item)),
	};
}

export function sourceOf(text: string, tokens: readonly SqlToken[]): string {
	return text.slice(tokens[0]?.start ?? 0, tokens.at(-1)?.end ?? 0);
}

function optionOf(options: readonly SqlToken[], word: string): string {
	const at = options.findIndex((token) => keyword(token) === word);
	if (at === -1) return "";
	return options[isMark(options[at + 1], "=") ? at + 2 : at + 1]?.text ?? "";
}

function isConstraint(item: readonly SqlToken[]): boolean {
	return ["CONSTRAINT", "CHECK", "FOREIGN", "PERIOD"].includes(keyword(item[0]));
}

const KINDS: Readonly<Record<string, Key["kind"]>> = {
	PRIMARY: "primary",
	UNIQUE: "unique",
	KEY: "plain",
	INDEX: "plain",
	FULLTEXT: "fulltext",
	SPATIAL: "spatial",
};

function readKey(answer: string, item: readonly SqlToken[]): Key | undefined {
	const kind = KINDS[keyword(item[0])];
	if (kind === undefined) return undefined;
	const open = item.findIndex((token) => isMark(token, "("));
	const parts = new SqlReader(item.slice(open)).list() ?? [];
	const named = item.slice(0, open).findLast((token) => keyword(token) === "" || kind === "plain");
	return {
		kind,
		name: kind === "primary" ? "PRIMARY" : (named?.text ?? ""),
		parts: parts.map(readPart),
		source: sourceOf(answer, item),
	};
}

function readPart(tokens: readonly SqlToken[]): KeyPart {
	const length = tokens.find((token) => token.kind === "number");
	return {
		column: tokens[0]?.text ?? "",
		length: length === undefined ? null : Number(length.text),
	};
}
