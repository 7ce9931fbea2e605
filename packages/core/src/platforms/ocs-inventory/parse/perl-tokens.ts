/**
 * A piece of Perl as perldata and perlop describe it; comments, POD and all behind `__END__` are left out. Only data is
 * told exactly: code may be cut into other pieces than Perl would.
 */
export interface PerlToken {
	readonly kind: "word" | "string" | "number" | "variable" | "mark" | "unclosed" | "pod";
	/** Of a string or number, its value; null where that depends on the program. */
	readonly text: string | null;
	readonly line: number;
}

/** Perl itself would refuse this. */
export class PerlFault extends Error {
	readonly line: number;

	constructor(line: number, message: string) {
		super(message);
		this.line = line;
	}
}

/** White space is Perl's, not JavaScript's: to Perl a no-break space is no space, nor is a line end without a line feed. */
const PIECES =
	/(?<end>__(?:END|DATA)__(?=[ \t\r]*(?:\n|$)))|(?<space>(?:[ \t\n]|\r\n)+|#[^\n]*)|'(?<single>(?:[^'\\]+|\\[\s\S])*)(?<singleEnd>'?)|"(?<double>(?:[^"\\]+|\\[\s\S])*)(?<doubleEnd>"?)|(?<quote>qq?[ \t]*(?:\((?<round>[^()\\]*)\)|\{(?<curly>[^{}\\]*)\}|\/(?<slash>[^/\\]*)\/))|(?<number>\d[\w.]*)|(?<variable>[$%@&][\w:]+)|(?<word>[A-Za-z_](?:\w|::)*)|(?<mark>=>|->|[\s\S])/y;

/** From a line that begins with `=name` to one that begins with `=cut`, both included. */
const POD = /=[a-zA-Z][\s\S]*?(?:\n=cut(?![a-zA-Z])[^\n]*|$(?![\s\S]))/y;

export function perlTokens(source: string): readonly PerlToken[] {
	const tokens: PerlToken[] = [];
	let line = 1;
	for (let at = 0; at < source.length; ) {
		const pod = podAt(source, at, tokens.at(-1));
		const match = pod ?? pieceAt(source, at);
		if (match.groups?.end !== undefined) break;
		const token = pod === null ? tokenOf(match, line) : podToken(tokens.at(-1), line);
		if (token !== undefined) tokens.push(token);
		line += match[0].split("\n").length - 1;
		at += match[0].length;
	}
	return tokens;
}

/** Perl takes it for POD only where a statement may begin. */
function podAt(source: string, at: number, before: PerlToken | undefined): RegExpExecArray | null {
	if (source[at] !== "=" || (at > 0 && source[at - 1] !== "\n")) return null;
	if (before !== undefined && (before.kind !== "mark" || !/[;}]/.test(before.text ?? "")))
		return null;
	POD.lastIndex = at;
	return POD.exec(source);
}

/** Behind a brace it may be POD, and may as well be an assignment. */
function podToken(before: PerlToken | undefined, line: number): PerlToken | undefined {
	return before?.text === "}" ? { kind: "pod", text: null, line } : undefined;
}

function pieceAt(source: string, at: number): RegExpExecArray {
	PIECES.lastIndex = at;
	const match = PIECES.exec(source);
	if (match === null) throw new Error("every character is a piece");
	return match;
}

function tokenOf(match: RegExpExecArray, line: number): PerlToken | undefined {
	const groups = match.groups ?? {};
	const { single, double, quote, number, variable, word, mark } = groups;
	if (groups.singleEnd === "" || groups.doubleEnd === "")
		return { kind: "unclosed", text: null, line };
	if (single !== undefined)
		return { kind: "string", text: plainText(single.replace(/\\([\\'])/g, "$1")), line };
	if (double !== undefined) return { kind: "string", text: constantText(double), line };
	if (quote !== undefined) {
		const body = groups.round ?? groups.curly ?? groups.slash ?? "";
		const text = quote.startsWith("qq") ? constantText(body) : plainText(body);
		return { kind: "string", text, line };
	}
	if (number !== undefined) return { kind: "number", text: constantNumber(number), line };
	if (variable !== undefined) return { kind: "variable", text: variable, line };
	if (word !== undefined) return { kind: "word", text: word, line };
	return mark === undefined ? undefined : { kind: "mark", text: mark, line };
}

/** Names and flags have no escapes and no variables in them: anything that has is left alone. */
function constantText(body: string): string | null {
	return /[\\$@]/.test(body) ? null : plainText(body);
}

/** They are short too, and can be shown and handed on: a control character or a page of text is no name. */
function plainText(body: string): string | null {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
	return body.length > 1000 || /[\x00-\x08\x0b-\x1f\x7f]/.test(body) ? null : body;
}

/** Whole numbers that Perl gives back as they are written: neither octal nor rounded. */
function constantNumber(text: string): string | null {
	return /^(?:0|[1-9]\d{0,14})$/.test(text) ? text : null;
}
