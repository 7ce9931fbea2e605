/** A piece of MySQL's SQL: comments and white space are left out, quotes taken off. */
export interface SqlToken {
	readonly kind: "word" | "name" | "string" | "number" | "mark";
	readonly text: string;
	/** Where it stands in the text. */
	readonly start: number;
	readonly end: number;
}

const PIECES =
	/(?<space>[ \t\n\v\f\r]+|#[^\n]*|--(?=[\0-\x20]|$)[^\n]*|\/\*(?!M?!)[\s\S]*?(?:\*\/|$)|\/\*M?!\d*|\*\/)|`(?<name>(?:[^`]+|``)*)`?|'(?<single>(?:[^'\\]+|\\[\s\S]|'')*)'?|"(?<double>(?:[^"\\]+|\\[\s\S]|"")*)"?|(?<number>\d+(?:\.\d+)?(?![\w$]))|(?<word>[\w$@\u0080-\uffff]+)|(?<mark>[\s\S])/gy;

/** Reads any text; what MySQL would refuse comes out as odd tokens, never as an error. `/*! … *\/` is code, as for MySQL; so is MariaDB's `/*M! … *\/`. */
export function sqlTokens(sql: string): readonly SqlToken[] {
	const tokens: SqlToken[] = [];
	for (const { 0: piece, index, groups = {} } of sql.matchAll(PIECES)) {
		const { name, single, double, number, word, mark } = groups;
		const add = (kind: SqlToken["kind"], text: string) =>
			tokens.push({ kind, text, start: index, end: index + piece.length });
		if (name !== undefined) add("name", name.replaceAll("``", "`"));
		else if (single !== undefined) add("string", single);
		else if (double !== undefined) add("string", double);
		else if (number !== undefined) add("number", number);
		else if (word !== undefined) add("word", word);
		else if (mark !== undefined) add("mark", mark);
	}
	return tokens;
}

const STORED_CODE: ReadonlySet<string> = new Set(["TRIGGER", "EVENT", "PROCEDURE", "FUNCTION"]);

/** CREATE TRIGGER and the like: their bodies hold semicolons of their own. */
export function createsStoredCode(tokens: readonly SqlToken[]): boolean {
	const words = tokens.slice(0, 12).map(keyword);
	if (words[0] !== "CREATE") return false;
	const kind = words.find((word) => word === "TABLE" || STORED_CODE.has(word));
	return kind !== undefined && kind !== "TABLE";
}

/** One list of tokens for each statement of a text. */
export function splitStatements(tokens: readonly SqlToken[]): readonly (readonly SqlToken[])[] {
	if (createsStoredCode(tokens)) return [tokens];
	const statements: SqlToken[][] = [[]];
	for (const token of tokens) {
		if (token.kind === "mark" && token.text === ";") statements.push([]);
		else statements.at(-1)?.push(token);
	}
	return statements.filter((statement) => statement.length > 0);
}

/** A word in capitals; "" for anything that can be no keyword. */
export function keyword(token: SqlToken | undefined): string {
	return token?.kind === "word" ? token.text.toUpperCase() : "";
}
