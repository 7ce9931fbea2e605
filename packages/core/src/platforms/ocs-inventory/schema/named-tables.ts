import type { TableName } from "../parse/sql-reader.ts";
import { keyword, type SqlToken } from "../parse/sql-tokens.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

const OPENS_A_LIST = words("FROM JOIN STRAIGHT_JOIN UPDATE");
const OPENS = words("FROM JOIN STRAIGHT_JOIN INTO TABLE TABLES REFERENCES");
const LISTING_VERBS = words("DROP RENAME LOCK DELETE TRUNCATE");
const ENDS_A_LIST = words(
	"WHERE GROUP ORDER HAVING LIMIT SET UNION SELECT VALUES VALUE BEGIN DO ENGINE",
);
const BEFORE_A_NAME = words(
	"IF NOT EXISTS IGNORE LOW_PRIORITY DELAYED HIGH_PRIORITY QUICK LATERAL TABLE AS TO",
);
const NOT_A_TABLE_UPDATE = words("ON KEY FOR BEFORE AFTER OR");

/**
 * Every table that stands where a statement names one, at any depth. Rather one too many (`EXTRACT(DAY FROM d)`)
 * than one too few: what is found here is held against the extension.
 */
export function namedTables(tokens: readonly SqlToken[]): readonly TableName[] {
	const found: TableName[] = [];
	const outer: boolean[] = [];
	let inList = false;
	let isExpected = false;
	for (let at = 0; at < tokens.length; at += 1) {
		const token = tokens[at];
		if (token === undefined) break;
		const word = keyword(token);
		if (isMark(token, "(")) {
			outer.push(inList);
			inList = isExpected;
		} else if (isMark(token, ")")) {
			inList = outer.pop() ?? false;
			isExpected = false;
		} else if (isMark(token, ",")) isExpected = inList;
		else if (opens(tokens, at)) {
			inList = OPENS_A_LIST.has(word) || LISTING_VERBS.has(keyword(tokens[0]));
			isExpected = true;
		} else if (ENDS_A_LIST.has(word)) {
			inList = false;
			isExpected = false;
		} else if (isExpected && !isMark(token, ".") && !BEFORE_A_NAME.has(word)) {
			isExpected = false;
			const name = nameAt(tokens, at);
			if (name === undefined) continue;
			found.push(name);
			if (name.schema !== "") at += 2;
		}
	}
	return found;
}

function opens(tokens: readonly SqlToken[], at: number): boolean {
	const word = keyword(tokens[at]);
	const verb = keyword(tokens[0]);
	if (word === "UPDATE") return !NOT_A_TABLE_UPDATE.has(keyword(tokens[at - 1]));
	if (word === "LIKE") return verb === "CREATE" && !isAfter(tokens, at, "SELECT");
	if (word === "ON")
		return (
			(verb === "CREATE" || verb === "DROP") &&
			!isAfter(tokens, at, "TABLE") &&
			!isAfter(tokens, at, "SELECT")
		);
	if (word === "USING") return verb === "DELETE";
	if (word === "TO") return verb === "RENAME";
	if (word === "RENAME") return at > 0 && !/^(COLUMN|KEY|INDEX)$/.test(keyword(tokens[at + 1]));
	return OPENS.has(word);
}

function isAfter(tokens: readonly SqlToken[], at: number, word: string): boolean {
	return tokens.slice(0, at).some((token) => keyword(token) === word);
}

function nameAt(tokens: readonly SqlToken[], at: number): TableName | undefined {
	const first = textOfName(tokens[at]);
	if (first === undefined || first.startsWith("@")) return undefined;
	const second = isMark(tokens[at + 1], ".") ? textOfName(tokens[at + 2]) : undefined;
	return second === undefined ? { schema: "", name: first } : { schema: first, name: second };
}

function textOfName(token: SqlToken | undefined): string | undefined {
	return token?.kind === "word" || token?.kind === "name" ? token.text : undefined;
}

export function isMark(token: SqlToken | undefined, mark: string): boolean {
	return token?.kind === "mark" && token.text === mark;
}
