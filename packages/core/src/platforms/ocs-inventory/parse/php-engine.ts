import phpParser from "php-parser";
import { listsAnywhere, parenthesesAsTargets, parenthesesLookedInto } from "./php-assignments.ts";
import { attributesAsCode, namedAttributes, placedAttributes } from "./php-attributes.ts";
import { classBodies } from "./php-class-bodies.ts";
import type { Lexer, Parser, Token } from "./php-parser-inside.ts";

export interface PhpEngine {
	readonly lexer: Lexer;
	readonly tokens: { readonly values: Readonly<Record<number, string>> };
	parseCode(source: string, name: string): unknown;
}

/** The last PHPs before some word or sign got another meaning, and the newest. */
export const PHP_VERSIONS = ["8.4", "8.0", "7.4"] as const;
export type PhpVersion = (typeof PHP_VERSIONS)[number];

/** php-parser, mended where it refuses what PHP takes, or takes what PHP's grammar does not have. */
export function makeEngine(version: PhpVersion): PhpEngine {
	const engine = new phpParser.Engine({
		parser: { extractDoc: false, suppressErrors: false, version },
		lexer: { all_tokens: true },
		ast: { withPositions: true },
	}) as unknown as PhpEngine & { readonly parser: Parser };
	const { lexer, parser } = engine;
	attributesAsCode(lexer);
	namedAttributes(parser);
	placedAttributes(parser);
	classBodies(parser);
	namedArguments(parser);
	propertyTypes(parser);
	wholeTypes(parser);
	namespaceWords(parser);
	parenthesesAsTargets(parser);
	parenthesesLookedInto(parser);
	listsAnywhere(parser);
	closuresAlone(parser);
	declaresOfOne(parser);
	windowsHeredocs(parser);
	return engine;
}

/** Its own refuses a name behind `...$all`. */
function namedArguments(parser: Parser): void {
	parser.read_non_empty_argument_list = () =>
		parser.read_function_list(() => parser.read_argument(), ",");
}

/** `var int $a` and `public (A&B)|null $a`: it asks for a variable, or for the first word of a type. */
function propertyTypes(parser: Parser): void {
	const { read_member_flags, read_optional_type, read_promoted } = parser;
	parser.read_promoted = () => withVersion(parser, () => read_promoted.call(parser));
	parser.read_member_flags = (inInterface) => {
		const flags = withVersion(parser, () => read_member_flags.call(parser, inInterface));
		if (parser.token === parser.tok.T_VAR && isProperty(parser.peek(), parser)) {
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

/** `public (A&B)|null`: from 8.4 on it takes any parenthesis there for the one of `private(set)`. */
function withVersion<T>(parser: Parser, read: () => T): T {
	const { version, lexer } = parser;
	const [modifiers = ""] = lexer._input.slice(lexer.offset, lexer.offset + 200).split(/[$;{]/);
	if (!/\(\s*set\s*\)/i.test(modifiers)) parser.version = Math.min(version, 803);
	const result = read();
	parser.version = version;
	return result;
}

function isProperty(next: Token, { tok }: Parser): boolean {
	return ![tok.T_FUNCTION, tok.T_CONST, tok.T_READ_ONLY].includes(Number(next));
}

/** `: {`, `A|$a` and `(A)|null`: it takes a type that is not there. */
function wholeTypes(parser: Parser): void {
	const { read_types } = parser;
	parser.read_types = () => {
		const isGroup = parser.token === "(";
		const type = read_types.call(parser) as TypeNode | null;
		const isAsked = ["{", ";", parser.tok.T_DOUBLE_ARROW].includes(parser.token);
		const isAlone = isGroup && type?.kind === "intersectiontype";
		if ((type === null && isAsked) || isAlone || isBroken(type)) parser.error();
		return type;
	};
}

interface TypeNode {
	readonly kind: string;
	readonly types?: readonly (TypeNode | null)[];
}

/** One type is not several. */
function isBroken(type: TypeNode | null): boolean {
	const types = type?.types;
	return (
		types !== undefined && (types.length < 2 || types.some((one) => one === null || isBroken(one)))
	);
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

/** `function () use ($a) {};` as a statement: it asks for a name. */
function closuresAlone(parser: Parser): void {
	const { read_function } = parser;
	parser.read_function = (...given) => {
		const [isClosure, flags] = given;
		const ahead = parser.lexer._input.slice(parser.lexer.offset, parser.lexer.offset + 80);
		return isClosure === false && flags === false && /^\s*&?\s*\(/.test(ahead)
			? parser.read_statement()
			: read_function.apply(parser, given);
	};
}

/** `declare(ticks=1) echo 1;`: it asks for a semicolon, a colon or a brace. */
function declaresOfOne(parser: Parser): void {
	const { read_statement } = parser;
	parser.read_statement = () => {
		if (!parser.is([parser.tok.T_DECLARE])) return read_statement.call(parser);
		const declare = parser.node("declare");
		parser.next().expect("(");
		parser.next();
		const directives = parser.read_declare_list();
		parser.expect(")");
		parser.next();
		const isShort = parser.token === ":";
		const mode = isShort ? "short" : parser.token === ";" ? "none" : "block";
		return declare(directives, isShort ? shortBody(parser) : [parser.read_statement()], mode);
	};
}

function shortBody(parser: Parser): unknown[] {
	const body: unknown[] = [];
	parser.next();
	while (parser.token !== parser.tok.T_ENDDECLARE) body.push(parser.read_inner_statement());
	parser.next();
	parser.expectEndOfStatement();
	return body;
}

/** An empty line needs no indentation, and it sees a carriage return in one. */
function windowsHeredocs(parser: Parser): void {
	const { check_heredoc_indentation_level } = parser;
	parser.check_heredoc_indentation_level = (text, ...rest) =>
		check_heredoc_indentation_level.call(parser, text.replaceAll("\r\n", "\n"), ...rest);
}
