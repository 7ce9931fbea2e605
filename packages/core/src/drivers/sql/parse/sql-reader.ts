import { keyword, type SqlToken } from "./sql-tokens.ts";

export interface TableName {
	/** Database before the dot; "" where the statement names none. */
	readonly schema: string;
	readonly name: string;
}

/** Walks over one statement's tokens. */
export class SqlReader {
	readonly #tokens: readonly SqlToken[];
	#position = 0;

	constructor(tokens: readonly SqlToken[]) {
		this.#tokens = tokens;
	}

	get isDone(): boolean {
		return this.#position >= this.#tokens.length;
	}

	has(word: string): boolean {
		return this.#tokens.slice(this.#position).some((token) => keyword(token) === word);
	}

	takeWord(word: string): boolean {
		if (keyword(this.#tokens[this.#position]) !== word) return false;
		this.#position += 1;
		return true;
	}

	takeWords(...words: readonly string[]): boolean {
		const here = this.#tokens.slice(this.#position, this.#position + words.length).map(keyword);
		if (!words.every((word, index) => here[index] === word)) return false;
		this.#position += words.length;
		return true;
	}

	/** Past any of these words, in any order. */
	afterWords(...words: readonly string[]): this {
		while (words.includes(keyword(this.#tokens[this.#position]))) this.#position += 1;
		return this;
	}

	skipTo(word: string): void {
		while (!this.isDone && !this.takeWord(word)) this.#position += 1;
	}

	table(): TableName | undefined {
		const first = this.#name();
		if (first === undefined) return undefined;
		if (!this.#takeMark(".")) return { schema: "", name: first };
		const second = this.#name();
		return second === undefined ? undefined : { schema: first, name: second };
	}

	/** `a, b, c`; what follows the last one stays. */
	tables(): readonly TableName[] {
		const tables: TableName[] = [];
		do {
			const table = this.table();
			if (table === undefined) return tables;
			tables.push(table);
		} while (this.#takeMark(","));
		return tables;
	}

	/** What stands between the parentheses here, by commas. */
	list(): readonly (readonly SqlToken[])[] | undefined {
		return this.#takeMark("(") ? this.items() : undefined;
	}

	/** Up to the end or the parenthesis that closes, by commas outside inner parentheses. */
	items(): readonly (readonly SqlToken[])[] {
		const items: SqlToken[][] = [[]];
		let depth = 0;
		for (; !this.isDone; this.#position += 1) {
			const token = this.#tokens[this.#position];
			if (token === undefined) break;
			if (token.kind === "mark" && token.text === "(") depth += 1;
			if (token.kind === "mark" && token.text === ")") depth -= 1;
			if (depth < 0) break;
			if (depth === 0 && token.kind === "mark" && token.text === ",") items.push([]);
			else items.at(-1)?.push(token);
		}
		return items;
	}

	#name(): string | undefined {
		const token = this.#tokens[this.#position];
		if (token === undefined || (token.kind !== "name" && token.kind !== "word")) return undefined;
		this.#position += 1;
		return token.text;
	}

	#takeMark(mark: string): boolean {
		const token = this.#tokens[this.#position];
		if (token?.kind !== "mark" || token.text !== mark) return false;
		this.#position += 1;
		return true;
	}
}
