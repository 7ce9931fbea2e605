/** A piece of MySQL's SQL: comments and white space are left out, quotes taken off. */
export interface SqlToken {
	readonly kind: "word" | "name" | "string" | "number" | "mark";
	readonly text: string;
}

const PIECES =
	/(?<space>\s+|#[^\n]*|--(?=\s|$)[^\n]*|\/\*(?!!)[\s\S]*?(?:\*\/|$)|\/\*!\d*|\*\/)|`(?<name>(?:[^`]+|``)*)`?|'(?<single>(?:[^'\\]+|\\[\s\S]|'')*)'?|"(?<double>(?:[^"\\]+|\\[\s\S]|"")*)"?|(?<number>\d+(?:\.\d+)?(?![\w$]))|(?<word>[\w$@\u0080-\uffff]+)|(?<mark>[\s\S])/gy;

/** Reads any text; what MySQL would refuse comes out as odd tokens, never as an error. `/*! … *\/` is code, as for MySQL. */
export function sqlTokens(sql: string): readonly SqlToken[] {
	const tokens: SqlToken[] = [];
	for (const { groups = {} } of sql.matchAll(PIECES)) {
		const { name, single, double, number, word, mark } = groups;
		if (name !== undefined) tokens.push({ kind: "name", text: name.replaceAll("``", "`") });
		else if (single !== undefined) tokens.push({ kind: "string", text: single });
		else if (double !== undefined) tokens.push({ kind: "string", text: double });
		else if (number !== undefined) tokens.push({ kind: "number", text: number });
		else if (word !== undefined) tokens.push({ kind: "word", text: word });
		else if (mark !== undefined) tokens.push({ kind: "mark", text: mark });
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
