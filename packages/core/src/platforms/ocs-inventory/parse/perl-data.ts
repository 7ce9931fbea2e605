import { PerlFault, type PerlToken } from "./perl-tokens.ts";

/** A constant as Perl writes it. */
export type PerlValue =
	| { readonly kind: "hash"; readonly entries: ReadonlyMap<string, PerlValue> }
	| { readonly kind: "list"; readonly items: readonly PerlValue[] }
	| { readonly kind: "scalar"; readonly text: string }
	| { readonly kind: "undef" };

/** Perl may take it, but it is no plain data. */
export class NotPlain extends Error {}

const CLOSING: ReadonlyMap<string, string> = new Map([
	["{", "}"],
	["[", "]"],
	["(", ")"],
]);
const DEEPEST_NESTING = 50;

/** Words that go on with an expression that could end before them. */
const OPERATOR =
	/^(?:x\d*|and|cmp|eq|for|foreach|ge|gt|if|isa|le|lt|ne|or|unless|until|when|while|xor)$/;
/** Words that begin a quotation of any delimiter, or stand for something else, unless `=>` follows at once. */
const QUOTING = /^(?:q|qq|qr|qw|qx|m|s|y|tr|v\d\w*|__[A-Z]+__)$/;
/** Statements that end with a block, and without a semicolon. */
const BLOCK =
	/^(?:\{|sub|BEGIN|CHECK|END|INIT|UNITCHECK|if|elsif|else|unless|for|foreach|while|until)$/;

/**
 * Walks over Perl's tokens. Whatever no production of plain data accounts for throws NotPlain, or a PerlFault where Perl
 * is sure to refuse it.
 */
export class PerlReader {
	readonly #tokens: readonly PerlToken[];
	#position = 0;
	#depth = 0;

	constructor(tokens: readonly PerlToken[]) {
		this.#tokens = tokens;
	}

	get position(): number {
		return this.#position;
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

	isMark(...texts: readonly string[]): boolean {
		return this.token?.kind === "mark" && texts.includes(this.token.text ?? "");
	}

	takeMark(...texts: readonly string[]): boolean {
		if (!this.isMark(...texts)) return false;
		this.#position += 1;
		return true;
	}

	takeWord(...texts: readonly string[]): boolean {
		if (this.token?.kind !== "word" || !texts.includes(this.token.text ?? "")) return false;
		this.#position += 1;
		return true;
	}

	/** `{name}` or `{'name'}`. */
	subscript(): string {
		const opened = this.token;
		if (!this.takeMark("{")) throw new NotPlain();
		const token = this.next();
		if (!this.isMark("}") || token === undefined || token.text === null) throw new NotPlain();
		const isBare = token.kind === "word" && /^\w+$/.test(token.text);
		// Perl reads a bare word there as a text only where both braces stand on its line.
		const isOnOneLine = token.line === opened?.line && token.line === this.line;
		if (!(isBare && isOnOneLine) && token.kind !== "string" && token.kind !== "number")
			throw new NotPlain();
		this.#position += 1;
		return token.text;
	}

	value(): PerlValue {
		const token = this.token;
		if (token === undefined)
			throw new PerlFault(this.line, "the file ends where a value should be");
		if (this.takeMark("{")) return hashOf(this.list("}"));
		if (this.takeMark("[")) return { kind: "list", items: this.list("]") };
		this.next();
		if (token.kind === "string" || token.kind === "number") return scalar(token.text);
		if (token.kind === "mark" && token.text === "-") return this.#negative();
		if (token.kind === "unclosed")
			throw new PerlFault(token.line, "nothing closes the string that opens here");
		if (token.kind !== "word") throw new NotPlain();
		if (this.isMark("=>") && /^\w+$/.test(token.text ?? "")) {
			if (QUOTING.test(token.text ?? "") && this.line !== token.line) throw new NotPlain();
			return scalar(token.text);
		}
		if (token.text !== "undef" || !this.isMark(",", ";", "}", "]", ")")) throw new NotPlain();
		return { kind: "undef" };
	}

	/** Values up to and with the mark that closes; any number of commas stands between two of them. */
	list(closing: string): readonly PerlValue[] {
		const opened = this.#tokens[this.#position - 1];
		const items: PerlValue[] = [];
		this.#depth += 1;
		if (this.#depth > DEEPEST_NESTING) throw new NotPlain();
		while (!this.takeMark(closing)) {
			if (this.token === undefined || this.isMark(";"))
				throw new PerlFault(opened?.line ?? 1, `nothing closes the \`${opened?.text}\` here`);
			items.push(this.value());
			if (this.isMark(closing)) continue;
			if (!this.takeMark(",", "=>")) this.#refuseItem(opened);
			while (this.takeMark(",", "=>"));
		}
		this.#depth -= 1;
		return items;
	}

	/** Behind a value stands a comma or the end; an operator makes it an expression, and anything else is no Perl. */
	#refuseItem(opened: PerlToken | undefined): never {
		if (this.token === undefined || this.isMark(";"))
			throw new PerlFault(opened?.line ?? 1, `nothing closes the \`${opened?.text}\` here`);
		if (this.isMark(...CLOSING.values()))
			throw new PerlFault(this.line, `nothing opened the \`${this.token.text}\` here`);
		this.refuseAfterValue("a comma");
	}

	/** Where `missing` should stand, or what else goes on with the expression. */
	refuseAfterValue(missing: string): never {
		const { token } = this;
		if (token === undefined || isOperator(token)) throw new NotPlain();
		const shown = token.kind === "unclosed" ? "a string" : `\`${token.text ?? "…"}\``;
		throw new PerlFault(token.line, `${missing} is missing before ${shown}`);
	}

	/** To the start of the statement behind the one that begins at `start`, as far as brackets tell. */
	skipStatement(start: number): void {
		const open: string[] = [];
		this.#depth = 0;
		this.#position = start;
		const isBlock = BLOCK.test(this.token?.text ?? "");
		for (; this.token !== undefined; this.#position += 1) {
			if (this.token.kind !== "mark") continue;
			const mark = this.token.text ?? "";
			if (open.length === 0 && mark === ";") break;
			const closing = CLOSING.get(mark);
			if (closing !== undefined) open.push(closing);
			else if (mark === open.at(-1)) open.pop();
			if (isBlock && mark === "}" && open.length === 0) break;
		}
		this.#position += 1;
	}

	#negative(): PerlValue {
		const number = this.next();
		if (number?.kind !== "number" || number.text === "0") throw new NotPlain();
		return scalar(number.text === null ? null : `-${number.text}`);
	}
}

function scalar(text: string | null): PerlValue {
	if (text === null) throw new NotPlain();
	return { kind: "scalar", text };
}

/** Perl pairs what stands in a hash, whatever stood between it. */
export function hashOf(items: readonly PerlValue[]): PerlValue & { readonly kind: "hash" } {
	const entries = new Map<string, PerlValue>();
	for (let at = 0; at < items.length; at += 2) {
		const [key, value] = [items[at], items[at + 1]];
		if ((key?.kind !== "scalar" && key?.kind !== "undef") || value === undefined)
			throw new NotPlain();
		entries.set(key.kind === "scalar" ? key.text : "", value);
	}
	return { kind: "hash", entries };
}

export function isTrueValue(value: PerlValue | undefined): boolean {
	if (value === undefined || value.kind === "undef") return false;
	return value.kind !== "scalar" || !["", "0"].includes(value.text);
}

/** `%` and `&` are operators behind a value, be they followed by a name or not. */
function isOperator({ kind, text }: PerlToken): boolean {
	if (kind === "mark")
		return !CLOSING.has(text ?? "") && ![...CLOSING.values()].includes(text ?? "");
	if (kind === "variable") return /^[%&]/.test(text ?? "");
	return kind === "pod" || (kind === "word" && OPERATOR.test(text ?? ""));
}
