/** A piece of Perl as perldata and perlop describe it; comments, POD and all behind `__END__` are left out. */
export interface PerlToken {
	readonly kind: "word" | "string" | "number" | "variable" | "mark";
	/** Of a string, its value; null where that depends on the program. */
	readonly text: string | null;
	readonly line: number;
}

export interface PerlTokens {
	readonly tokens: readonly PerlToken[];
	/** A string or bracket that nothing closes, or one too many; null where all is in pairs, or only Perl can tell. */
	readonly fault: PerlFault | null;
}

/** Perl itself would refuse this. */
export class PerlFault extends Error {
	readonly line: number;

	constructor(line: number, message: string) {
		super(message);
		this.line = line;
	}
}

const PIECES =
	/(?<end>(?<=^|\n)__(?:END|DATA)__\b[\s\S]*)|(?<pod>(?<=^|\n)=[a-zA-Z][\s\S]*?(?:\n=cut[^\n]*|$(?![\s\S])))|(?<space>\s+|#[^\n]*)|'(?<single>(?:[^'\\]+|\\[\s\S])*)(?<singleEnd>'?)|"(?<double>(?:[^"\\]+|\\[\s\S])*)(?<doubleEnd>"?)|(?<quote>\bqq?\s*(?:\((?<round>[^()\\]*)\)|\{(?<curly>[^{}\\]*)\}|\/(?<slash>[^/\\]*)\/))|(?<number>\d[\d_]*(?:\.\d+)?)|(?<variable>[$%@&][\w:]+)|(?<word>[A-Za-z_](?:\w|::)*)|(?<mark>=>|->|[\s\S])/gy;

export function perlTokens(source: string): PerlTokens {
	const tokens: PerlToken[] = [];
	let openString: number | null = null;
	let line = 1;
	for (const match of source.matchAll(PIECES)) {
		const token = tokenOf(match.groups ?? {}, match[0], line);
		if (token !== undefined) tokens.push(token);
		if (match.groups?.singleEnd === "" || match.groups?.doubleEnd === "") openString ??= line;
		line += match[0].split("\n").length - 1;
	}
	if (tokens.some(hidesBrackets)) return { tokens, fault: null };
	if (openString === null) return { tokens, fault: findUnpaired(tokens) };
	return { tokens, fault: new PerlFault(openString, "nothing closes the string that opens here") };
}

/** Patterns, word lists and here-documents hold quotes and brackets that mean nothing. */
function hidesBrackets(token: PerlToken, index: number, all: readonly PerlToken[]): boolean {
	if (token.kind === "word")
		return (
			/^(m|s|y|tr|q|qq|qr|qw|qx|split)$/.test(token.text ?? "") && all[index + 1]?.text !== "=>"
		);
	return (
		token.kind === "mark" &&
		(token.text === "~" || (token.text === "<" && all[index + 1]?.text === "<"))
	);
}

export const BRACKETS: ReadonlyMap<string | null, string> = new Map([
	["{", "}"],
	["[", "]"],
	["(", ")"],
]);

function findUnpaired(tokens: readonly PerlToken[]): PerlFault | null {
	const open: PerlToken[] = [];
	for (const token of tokens) {
		if (token.kind !== "mark") continue;
		if (BRACKETS.has(token.text)) open.push(token);
		else if (["}", "]", ")"].includes(token.text ?? "")) {
			const opened = open.pop();
			if (opened === undefined || BRACKETS.get(opened.text) !== token.text) {
				return new PerlFault(token.line, `nothing opened the \`${token.text}\` here`);
			}
		}
	}
	const left = open.at(-1);
	return left === undefined
		? null
		: new PerlFault(left.line, `nothing closes the \`${left.text}\` here`);
}

function tokenOf(
	groups: Readonly<Record<string, string | undefined>>,
	all: string,
	line: number,
): PerlToken | undefined {
	const { single, double, quote, number, variable, word, mark } = groups;
	if (single !== undefined)
		return { kind: "string", text: single.replace(/\\([\\'])/g, "$1"), line };
	if (double !== undefined) return { kind: "string", text: constantText(double), line };
	if (quote !== undefined) {
		const body = groups.round ?? groups.curly ?? groups.slash ?? "";
		return { kind: "string", text: all.startsWith("qq") ? constantText(body) : body, line };
	}
	if (number !== undefined) return { kind: "number", text: number.replaceAll("_", ""), line };
	if (variable !== undefined) return { kind: "variable", text: variable, line };
	if (word !== undefined) return { kind: "word", text: word, line };
	return mark === undefined ? undefined : { kind: "mark", text: mark, line };
}

/** Names and flags have no escapes and no variables in them: anything that has is left alone. */
function constantText(body: string): string | null {
	return /[\\$@]/.test(body) ? null : body;
}
