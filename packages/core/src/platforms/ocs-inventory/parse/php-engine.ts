import phpParser from "php-parser";
import { attributesAsCode, namedAttributes, placedAttributes } from "./php-attributes.ts";

type Token = number | string;
type Read = (...given: unknown[]) => unknown;

/** Of php-parser's lexer, what is mended. */
export interface Lexer {
	readonly _input: string;
	readonly offset: number;
	readonly yytext: string;
	readonly EOF: Token;
	attributeListDepth: Record<number, number>;
	attributeIndex: number;
	setInput(source: string): void;
	lex(): Token;
	popState(): void;
	matchST_IN_SCRIPTING(): Token | null;
	matchST_ATTRIBUTE(): Token | null;
}

/** Of php-parser's parser, what is mended: each method reads a part of the grammar from `token` on. */
export interface Parser {
	token: Token;
	readonly tok: Readonly<Record<string, number>>;
	text(): string;
	next(): Parser;
	peek(): Token;
	error(expected?: Token | readonly Token[]): void;
	node(kind?: string): Read;
	read_argument(): unknown;
	read_dereferencable(what: unknown): unknown;
	read_attr_list(): unknown;
	read_attribute(): unknown;
	read_expr(): unknown;
	read_expr_item(): unknown;
	read_function_list(read: () => unknown, separator: string): unknown;
	read_inner_statement(): unknown;
	read_member_flags(inInterface: boolean): [visibility: [number | null, number], ...unknown[]];
	read_namespace(): unknown;
	read_namespace_name(resolve?: unknown): unknown;
	read_non_empty_argument_list(): unknown;
	read_optional_type(): unknown;
	read_top_statement(): unknown;
	read_types(): unknown;
	read_assignref(start: Read, left: unknown): unknown;
}

export interface PhpEngine {
	readonly lexer: Lexer;
	readonly tokens: { readonly values: Readonly<Record<number, string>> };
	parseCode(source: string, name: string): unknown;
}

/** php-parser, mended where it refuses what PHP takes, or takes what PHP's grammar does not have. */
export function makeEngine(): PhpEngine {
	const engine = new phpParser.Engine({
		parser: { extractDoc: false, suppressErrors: false },
		lexer: { all_tokens: true },
		ast: { withPositions: true },
	}) as unknown as PhpEngine & { readonly parser: Parser };
	const { lexer, parser } = engine;
	attributesAsCode(lexer);
	namedAttributes(parser);
	placedAttributes(parser);
	namedArguments(parser);
	propertyTypes(parser);
	namespaceWords(parser);
	parenthesesAsTargets(parser);
	return engine;
}

/** Its own refuses a name behind `...$all`. */
function namedArguments(parser: Parser): void {
	parser.read_non_empty_argument_list = () =>
		parser.read_function_list(() => parser.read_argument(), ",");
}

/** `var int $a` and `public (A&B)|null $a`: it asks for a variable, or for the first word of a type. */
function propertyTypes(parser: Parser): void {
	const { read_member_flags, read_optional_type } = parser;
	parser.read_member_flags = (inInterface) => {
		const flags = read_member_flags.call(parser, inInterface);
		if (parser.token === parser.tok.T_VAR && !isPropertyAlone(parser)) {
			parser.next();
			flags[0][0] = null;
			flags[1] = 0;
		}
		if (parser.token === "(") parser.token = parser.tok.T_STRING as number;
		return flags;
	};
	parser.read_optional_type = () => {
		if (parser.text() !== "(") return read_optional_type.call(parser);
		parser.token = "(";
		return [false, parser.read_types()];
	};
}

function isPropertyAlone(parser: Parser): boolean {
	const { T_VARIABLE, T_FUNCTION, T_CONST, T_READ_ONLY } = parser.tok;
	return [T_VARIABLE, T_FUNCTION, T_CONST, T_READ_ONLY].includes(Number(parser.peek()));
}

/** A namespace may have the name of any word. */
function namespaceWords(parser: Parser): void {
	const { read_namespace, read_namespace_name } = parser;
	let isDeclared = false;
	parser.read_namespace = () => {
		isDeclared = true;
		return read_namespace.call(parser);
	};
	parser.read_namespace_name = (resolve) => {
		const isWord = /^(?!namespace$)[a-z_]+$/i.test(parser.text());
		if (isDeclared && isWord) parser.token = parser.tok.T_STRING as number;
		isDeclared = false;
		return read_namespace_name.call(parser, resolve);
	};
}

const ASSIGNMENT = /^(?:[-+*/%.&|^]|\*\*|<<|>>|\?\?)?=$/;

/** `($a)->b = 1`, `($a)[] = 1`: it looks for an assignment only behind what starts with a variable. */
function parenthesesAsTargets(parser: Parser): void {
	const { read_dereferencable, read_expr_item } = parser;
	parser.read_dereferencable = (what) => {
		if (parser.token !== "[" || parser.peek() !== "]")
			return read_dereferencable.call(parser, what);
		const lookup = parser.node("offsetlookup");
		parser.next().next();
		return lookup(what, false);
	};
	parser.read_expr_item = () => {
		if (parser.token !== "(") return read_expr_item.call(parser);
		const start = parser.node();
		const target = read_expr_item.call(parser) as { kind: string };
		const operator = parser.text();
		if (!/lookup$/.test(target.kind)) return target;
		if (operator === "++" || operator === "--") {
			parser.next();
			return start("post", operator.charAt(0), target);
		}
		if (!ASSIGNMENT.test(operator)) return target;
		const isReference = parser.next().token === "&" && operator === "=";
		return isReference
			? parser.read_assignref(start, target)
			: start("assign", target, parser.read_expr(), operator);
	};
}
