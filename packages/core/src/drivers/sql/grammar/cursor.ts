import type { TableName } from "../parse/sql-reader.ts";
import { isMark, keyword, type SqlToken } from "../parse/sql-tokens.ts";
import { isPlainColumn, isPlainTable, isReserved } from "./names.ts";

/** True where it stands here, and then it was taken; after a false nothing more is asked of the cursor. */
export type Production = (cursor: Cursor) => boolean;

/** Deeper than any statement that a person writes. */
const DEEPEST = 40;

/** Walks over one statement. What a method names is taken where it stands here, and nothing otherwise. */
export class Cursor {
	/** Every table that was taken. */
	readonly tables: TableName[] = [];
	/** The first function that is called, and is not known to be harmless. */
	strangeFunction: string | null = null;
	readonly #tokens: readonly SqlToken[];
	#at = 0;
	#depth = 0;

	constructor(tokens: readonly SqlToken[]) {
		this.#tokens = tokens;
	}

	get isDone(): boolean {
		return this.#at >= this.#tokens.length;
	}

	/** One of these words. */
	word(...choices: readonly string[]): boolean {
		return choices.includes(keyword(this.#tokens[this.#at])) && this.#take(1);
	}

	/** All of these words, in order. */
	words(...sequence: readonly string[]): boolean {
		const isHere = sequence.every(
			(word, index) => keyword(this.#tokens[this.#at + index]) === word,
		);
		return isHere && this.#take(sequence.length);
	}

	/** These characters, with nothing between them. */
	mark(characters: string): boolean {
		for (let index = 0; index < characters.length; index += 1) {
			const token = this.#tokens[this.#at + index];
			if (!isMark(token, characters[index] ?? "")) return false;
			if (index > 0 && !this.#touches(index - 1)) return false;
		}
		return this.#take(characters.length);
	}

	string(): boolean {
		return this.#tokens[this.#at]?.kind === "string" && this.#take(1);
	}

	number(): boolean {
		return this.#tokens[this.#at]?.kind === "number" && this.#take(1);
	}

	/** `b'01'` and `x'41'`. */
	bits(): boolean {
		const isPrefix = /^[BX]$/.test(keyword(this.#tokens[this.#at]));
		return (
			isPrefix && this.#touches(0) && this.#tokens[this.#at + 1]?.kind === "string" && this.#take(2)
		);
	}

	/** A word or a string that one of these stands for: an engine, a character set. */
	value(pattern: RegExp): boolean {
		const token = this.#tokens[this.#at];
		const isHere = token?.kind === "word" || token?.kind === "string";
		return isHere && pattern.test(token.text) && this.#take(1);
	}

	/** A name of anything but a table. */
	name(): boolean {
		return isPlainColumn(this.#tokens[this.#at]) && this.#take(1);
	}

	/** The same, where a word of SQL could stand too. */
	freeName(): boolean {
		return !isReserved(this.#tokens[this.#at]) && this.name();
	}

	table(): boolean {
		const first = this.#tokens[this.#at];
		if (!isPlainTable(first)) return false;
		const second = this.#tokens[this.#at + 2];
		if (!isMark(this.#tokens[this.#at + 1], ".")) {
			this.tables.push({ schema: "", name: first.text });
			return this.#take(1);
		}
		if (!isPlainTable(second)) return false;
		this.tables.push({ schema: first.text, name: second.text });
		return this.#take(3);
	}

	/** `word(` without a space between: with one, servers look for a function that somebody stored. */
	call(): string | undefined {
		const name = keyword(this.#tokens[this.#at]);
		const isCall = name !== "" && this.#touches(0) && isMark(this.#tokens[this.#at + 1], "(");
		return isCall && this.#take(2) ? name : undefined;
	}

	/** What would be a function for a server that is told so, and was not taken as one. */
	isBeforeParenthesis(): boolean {
		const token = this.#tokens[this.#at];
		const isName = token?.kind === "word" || token?.kind === "name";
		return isName && isMark(this.#tokens[this.#at + 1], "(");
	}

	textHere(): string {
		return this.#tokens[this.#at]?.text ?? "";
	}

	isAt(word: string, ahead = 0): boolean {
		return keyword(this.#tokens[this.#at + ahead]) === word;
	}

	isAtMark(mark: string, ahead = 0): boolean {
		return isMark(this.#tokens[this.#at + ahead], mark);
	}

	deeper(production: Production): boolean {
		this.#depth += 1;
		const isTaken = this.#depth <= DEEPEST && production(this);
		this.#depth -= 1;
		return isTaken;
	}

	#touches(ahead: number): boolean {
		const token = this.#tokens[this.#at + ahead];
		return token !== undefined && token.end === this.#tokens[this.#at + ahead + 1]?.start;
	}

	#take(count: number): true {
		this.#at += count;
		return true;
	}
}

/** `item, item` */
export function list(cursor: Cursor, item: Production): boolean {
	do {
		if (!item(cursor)) return false;
	} while (cursor.mark(","));
	return true;
}

/** `(inner)` */
export function parenthesised(cursor: Cursor, inner: Production): boolean {
	return cursor.mark("(") && inner(cursor) && cursor.mark(")");
}

/** `(item, item)` */
export function listed(item: Production): Production {
	return (cursor) => parenthesised(cursor, (inside) => list(inside, item));
}
