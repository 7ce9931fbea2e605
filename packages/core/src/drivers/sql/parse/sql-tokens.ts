import { endOfQuoted, INVISIBLE, lineEnd, numberAt, WORD } from "./sql-scanning.ts";

/** A piece of SQL as MariaDB and MySQL cut it: comments and white space are left out, quotes taken off. */
export interface SqlToken {
	readonly kind: "word" | "name" | "string" | "number" | "mark";
	readonly text: string;
	/** Where it stands in the text. */
	readonly start: number;
	readonly end: number;
	/**
	 * What stands here or right before it, and behind the last one: `odd` is what a person or another server could take for
	 * something else, `hidden` what only some versions run. null for what all read alike.
	 */
	readonly doubt: Doubt | null;
}

export type Doubt = "odd" | "hidden";

/**
 * Reads any text in one pass, up to `most` tokens; what a server would refuse comes out as odd tokens, never as an error.
 */
export function sqlTokens(sql: string, most = Number.POSITIVE_INFINITY): readonly SqlToken[] {
	const scanner = new Scanner(sql);
	while (!scanner.isDone && scanner.count < most) scanner.take();
	return scanner.tokens();
}

/** Up to 5.1.99 every server runs what stands in `/*!NNNNN … *\/`; beyond, MySQL and MariaDB disagree. */
const ALWAYS_RUN = /^(?:[34]\d{4}|50[01]\d\d|)$/;
const SPACE = /[ \t\n\v\f\r]+/y;
/** `--` begins a comment before white space, the end, and any control character. */
const COMMENT_LINE = /#|--(?=[\0-\x20\x7f]|$)/y;
const VERSION_COMMENT = /\/\*(M?)!(\d*)/y;
const VARIABLE = /@@?[\w$\u0080-\uffff]*/y;

class Scanner {
	readonly #sql: string;
	readonly #tokens: SqlToken[] = [];
	#at = 0;
	#doubt: Doubt | null;
	#isInVersionComment = false;

	constructor(sql: string) {
		this.#sql = sql;
		this.#doubt = sql.includes("\0") ? "hidden" : null;
	}

	get isDone(): boolean {
		return this.#at >= this.#sql.length;
	}

	get count(): number {
		return this.#tokens.length;
	}

	tokens(): readonly SqlToken[] {
		if (this.#isInVersionComment) this.#suspect("odd");
		const last = this.#tokens.pop();
		if (last === undefined) return [];
		const doubt = last.doubt === "hidden" ? last.doubt : (this.#doubt ?? last.doubt);
		return [...this.#tokens, { ...last, doubt }];
	}

	take(): void {
		const space = this.#match(SPACE)?.[0];
		if (space !== undefined) this.#at += space.length;
		else if (!this.#comment() && !this.#quoted() && !this.#numberOrWord()) this.#mark();
	}

	#comment(): boolean {
		if (this.#match(COMMENT_LINE) !== null) {
			const third = this.#sql[this.#at + 2] ?? " ";
			const isOdd = this.#sql[this.#at] === "-" && !/[ \t-\r]/.test(third);
			return this.#skipTo(lineEnd(this.#sql, this.#at), isOdd || this.#isInVersionComment);
		}
		const two = this.#sql.slice(this.#at, this.#at + 2);
		if (two === "*/" && this.#isInVersionComment) {
			this.#isInVersionComment = false;
			return this.#skipTo(this.#at + 2, false);
		}
		return two === "/*" && this.#longComment();
	}

	#longComment(): boolean {
		const version = this.#match(VERSION_COMMENT);
		const wasInside = this.#isInVersionComment;
		if (version === null) {
			const close = this.#sql.indexOf("*/", this.#at + 2);
			// What begins with a plus sign is an order to MySQL's optimizer.
			const isOdd = wasInside || close === -1 || this.#sql[this.#at + 2] === "+";
			return this.#skipTo(close === -1 ? this.#sql.length : close + 2, isOdd);
		}
		const [opening, maria, digits = ""] = version;
		if (maria !== "" || !ALWAYS_RUN.test(digits)) this.#suspect("hidden");
		this.#isInVersionComment = true;
		return this.#skipTo(this.#at + opening.length, wasInside);
	}

	#quoted(): boolean {
		const quote = this.#sql[this.#at] ?? "";
		if (!/['"`]/.test(quote)) return false;
		const { end, isClosed } = endOfQuoted(this.#sql, this.#at);
		if (!isClosed) this.#suspect("odd");
		const inside = this.#sql.slice(this.#at + 1, isClosed ? end - 1 : end);
		if (quote === "`") this.#add("name", inside.replaceAll("``", "`"), end);
		else this.#add("string", inside, end);
		return true;
	}

	#numberOrWord(): boolean {
		const number = numberAt(this.#sql, this.#at);
		if (number?.isGlued) this.#suspect("odd");
		const word = number === undefined ? (this.#match(WORD) ?? this.#match(VARIABLE)) : null;
		const text = number?.text ?? word?.[0];
		if (text === undefined) return false;
		this.#add(number === undefined ? "word" : "number", text, this.#at + text.length);
		return true;
	}

	#mark(): void {
		const mark = this.#sql[this.#at] ?? "";
		// `\N` is NULL to some servers, whatever follows.
		const isNull = mark === "\\" && this.#sql[this.#at + 1] === "N";
		if (INVISIBLE.test(mark)) this.#skipTo(this.#at + 1, true);
		else {
			if (mark === "\\") this.#suspect("odd");
			this.#add("mark", isNull ? "\\N" : mark, this.#at + (isNull ? 2 : 1));
		}
	}

	#add(kind: SqlToken["kind"], text: string, end: number): void {
		this.#tokens.push({ kind, text, start: this.#at, end, doubt: this.#doubt });
		this.#doubt = null;
		this.#at = end;
	}

	#skipTo(end: number, isOdd: boolean): true {
		if (isOdd) this.#suspect("odd");
		this.#at = end;
		return true;
	}

	#suspect(doubt: Doubt): void {
		if (this.#doubt !== "hidden") this.#doubt = doubt;
	}

	#match(pattern: RegExp): RegExpExecArray | null {
		pattern.lastIndex = this.#at;
		return pattern.exec(this.#sql);
	}
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
		if (isMark(token, ";")) statements.push([]);
		else statements.at(-1)?.push(token);
	}
	return statements.filter((statement) => statement.length > 0);
}

/** A word in capitals; "" for anything that can be no keyword. Servers fold ASCII only, where JavaScript makes `ſ` an S. */
export function keyword(token: SqlToken | undefined): string {
	return token?.kind === "word" && /^[\w$@]+$/.test(token.text) ? token.text.toUpperCase() : "";
}

export function isMark(token: SqlToken | undefined, mark: string): boolean {
	return token?.kind === "mark" && token.text === mark;
}
