import { BRACKETS, PerlFault, type PerlToken } from "./perl-tokens.ts";

/** A constant as Perl writes it. What depends on the program is `unknown`. */
export type PerlValue =
	| { readonly kind: "hash"; readonly entries: ReadonlyMap<string, PerlValue> }
	| { readonly kind: "scalar"; readonly text: string }
	| { readonly kind: "list" }
	| { readonly kind: "unknown" };

const UNKNOWN: PerlValue = { kind: "unknown" };
const DEEPEST_NESTING = 100;

/** Walks over Perl's tokens; reads data, skips code, and throws a PerlFault only where it is sure. */
export class PerlReader {
	readonly #tokens: readonly PerlToken[];
	#position = 0;
	#depth = 0;
	/** False once something was skipped that only Perl can judge. */
	isSure = true;

	constructor(tokens: readonly PerlToken[]) {
		this.#tokens = tokens;
	}

	get token(): PerlToken | undefined {
		return this.#tokens[this.#position];
	}

	get line(): number {
		return (this.token ?? this.#tokens.at(-1))?.line ?? 1;
	}

	next(): PerlToken | undefined {
		const token = this.token;
		this.#position += 1;
		return token;
	}

	isMark(text: string): boolean {
		return this.token?.kind === "mark" && this.token.text === text;
	}

	takeMark(text: string): boolean {
		if (!this.isMark(text)) return false;
		this.#position += 1;
		return true;
	}

	/** `{name}` or `{'name'}`. */
	key(): string | undefined {
		const token = this.#tokens[this.#position + 1];
		const closing = this.#tokens[this.#position + 2];
		if (!this.isMark("{") || token === undefined || closing?.text !== "}") return undefined;
		if (!["word", "string", "number"].includes(token.kind) || token.text === null) return undefined;
		this.#position += 3;
		return token.text;
	}

	value(): PerlValue {
		const token = this.token;
		if (token === undefined)
			throw new PerlFault(this.line, "the file ends where a value should be");
		if (this.#depth > DEEPEST_NESTING) throw new PerlFault(token.line, "it is nested too deeply");
		if (this.takeMark("{")) return this.hash("}");
		if (this.takeMark("[")) {
			this.hash("]");
			return { kind: "list" };
		}
		if (token.kind === "string" || token.kind === "number") {
			this.next();
			return token.text === null ? UNKNOWN : { kind: "scalar", text: token.text };
		}
		if (token.kind === "word" && token.text === "undef") {
			this.next();
			return { kind: "scalar", text: "" };
		}
		return this.#skipExpression();
	}

	/** Keys and values, or the values of a list, up to and with the mark that closes. */
	hash(closing: string): PerlValue {
		const opened = this.line;
		const entries = new Map<string, PerlValue>();
		this.#depth += 1;
		while (!this.takeMark(closing)) {
			if (this.token === undefined) throw new PerlFault(opened, `nothing closes what opens here`);
			if (this.takeMark(",") || this.takeMark("=>")) continue;
			const key =
				this.token.kind === "word" && this.#isFollowedByArrow() ? this.#bareKey() : this.value();
			this.#endOfItem(closing);
			if (closing === "]" || key.kind !== "scalar") continue;
			if (!this.takeMark("=>") && !this.takeMark(",")) continue;
			if (this.isMark(closing)) break;
			entries.set(key.text, this.value());
			this.#endOfItem(closing);
		}
		this.#depth -= 1;
		return { kind: "hash", entries };
	}

	/** Past the rest of a statement, whatever it is, and its semicolon. */
	skipStatement(): void {
		this.isSure = false;
		this.#skipUntil([";"]);
		this.takeMark(";");
	}

	#isFollowedByArrow(): boolean {
		return this.#tokens[this.#position + 1]?.text === "=>";
	}

	#bareKey(): PerlValue {
		return { kind: "scalar", text: this.next()?.text ?? "" };
	}

	/** Behind a value stands a comma or the end; an operator makes it an expression, and anything else is no Perl. */
	#endOfItem(closing: string): void {
		const token = this.token;
		if (token === undefined || [",", "=>", closing].some((mark) => this.isMark(mark))) return;
		const isOperator =
			token.kind === "mark"
				? !BRACKETS.has(token.text)
				: token.kind === "word" &&
					/^(x|or|and|if|unless|eq|ne|cmp|lt|gt|le|ge)$/.test(token.text ?? "");
		if (
			this.isMark(";") ||
			this.isMark("}") ||
			this.isMark("]") ||
			this.isMark(")") ||
			!isOperator
		) {
			throw new PerlFault(token.line, `a comma is missing before \`${token.text ?? "…"}\``);
		}
		this.#skipExpression();
	}

	#skipExpression(): PerlValue {
		this.isSure = false;
		this.#skipUntil([",", ";", "}", "]", ")"]);
		return UNKNOWN;
	}

	/** Up to one of these outside of any brackets. */
	#skipUntil(stops: readonly string[]): void {
		const open: string[] = [];
		for (; this.token !== undefined; this.#position += 1) {
			if (this.token.kind !== "mark") continue;
			const mark = this.token.text ?? "";
			if (open.length === 0 && stops.includes(mark)) return;
			const closing = BRACKETS.get(mark);
			if (closing !== undefined) open.push(closing);
			else if (mark === open.at(-1)) open.pop();
		}
	}
}
