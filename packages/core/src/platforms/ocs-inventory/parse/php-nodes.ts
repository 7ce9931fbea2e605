import { makeEngine, type PhpVersion } from "./php-engine.ts";
import { forParser, isSpace, type PhpToken } from "./php-tokens.ts";

/** A node of php-parser's tree, of whose many shapes we look at few. */
export interface PhpNode {
	readonly kind: string;
	readonly [property: string]: unknown;
}

/**
 * Throws where the source is no PHP; the text is bytes, one character each. Places in the tree are those of the source
 * as `forParser` gives it, which is as long.
 */
export function parsePhp(source: string, version: PhpVersion = "8.4"): PhpNode {
	const tokens = phpTokens(source, version);
	const isText = /^T_(INLINE_HTML|CLOSE_TAG)$/.test(tokens.at(-1)?.kind ?? "");
	const program: unknown = makeEngine(version).parseCode(
		forParser(tokens, version) + (isText ? TEXT_END : END),
		"install.php",
	);
	if (!isNode(program)) throw new Error("the PHP parser gave no program");
	return program;
}

/**
 * Everything in the source, white space and comments too, up to where PHP stops reading. Throws where that cannot be told.
 */
export function phpTokens(source: string, version: PhpVersion): readonly PhpToken[] {
	const { lexer, tokens: names } = makeEngine(version);
	const tokens: PhpToken[] = [];
	lexer.setInput(source + END);
	for (let token = lexer.lex(); token !== lexer.EOF; token = lexer.lex()) {
		tokens.push({ kind: names.values[Number(token)] ?? lexer.yytext, text: lexer.yytext });
		if (/^(;|T_CLOSE_TAG)$/.test(tokens.at(-1)?.kind ?? "") && isHalted(tokens)) return tokens;
	}
	return withoutEnd(tokens, END.length);
}

/** Behind `__halt_compiler();` there may be anything. */
function isHalted(tokens: readonly PhpToken[]): boolean {
	const words = tokens.slice(-12).filter((token) => !isSpace(token));
	return words.at(-4)?.kind === "T_HALT_COMPILER";
}

/** php-parser's lexer may never come back from the end of a file; so there is always a comment behind it, or text. */
const END = "\n//";
const TEXT_END = "\n\n";

function withoutEnd(tokens: readonly PhpToken[], length: number): readonly PhpToken[] {
	const last = tokens.at(-1);
	if (last === undefined || length === 0) return tokens;
	const kept = last.text.slice(0, -length);
	const rest = tokens.slice(0, -1);
	return kept === ""
		? withoutEnd(rest, length - last.text.length)
		: [...rest, { ...last, text: kept }];
}
export function isNode(value: unknown): value is PhpNode {
	return (
		typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string"
	);
}

export function nodeAt(node: PhpNode, property: string): PhpNode | undefined {
	const value = node[property];
	return isNode(value) ? value : undefined;
}

export function nodesAt(node: PhpNode, property: string): readonly PhpNode[] {
	const value = node[property];
	return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textAt(node: PhpNode, property: string): string {
	const value = node[property];
	return typeof value === "string" ? value : "";
}

/** Counted from 1; 0 where the parser does not say. */
export function lineOf(node: PhpNode): number {
	const location = node.loc;
	if (typeof location !== "object" || location === null || !("start" in location)) return 0;
	const start = location.start;
	if (typeof start !== "object" || start === null || !("line" in start)) return 0;
	return typeof start.line === "number" ? start.line : 0;
}

/** The node and everything below it. */
export function* walk(root: PhpNode): Generator<PhpNode> {
	const waiting: PhpNode[] = [root];
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		yield node;
		for (const value of Object.values(node)) {
			if (isNode(value)) waiting.push(value);
			else if (Array.isArray(value)) waiting.push(...value.filter(isNode));
		}
	}
}
