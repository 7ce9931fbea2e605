import type { Lexer, Parser } from "./php-parser-inside.ts";

/** What stands in `#[…]` is code like any other; php-parser's lexer knows a few of its characters. */
export function attributesAsCode(lexer: Lexer): void {
	// All engines share this one, and a source that breaks off in an attribute would leave it changed for the next.
	lexer.attributeListDepth = {};
	lexer.matchST_ATTRIBUTE = () => {
		const next = lexer._input[lexer.offset];
		const at = lexer.attributeIndex;
		const depth = lexer.attributeListDepth[at] ?? 0;
		if (next === "[") lexer.attributeListDepth[at] = depth + 1;
		if (next === "]" && depth > 0) lexer.attributeListDepth[at] = depth - 1;
		if (next === "]" && depth === 0) {
			delete lexer.attributeListDepth[at];
			lexer.attributeIndex -= 1;
			lexer.popState();
		}
		return lexer.matchST_IN_SCRIPTING();
	};
}

const NAMES = [
	"T_STRING",
	"T_STATIC",
	"T_NAME_QUALIFIED",
	"T_NAME_FULLY_QUALIFIED",
	"T_NAME_RELATIVE",
];

/** An attribute is the name of a class. */
export function namedAttributes(parser: Parser): void {
	const { read_attribute } = parser;
	parser.read_attribute = () => {
		if (!NAMES.some((name) => parser.token === parser.tok[name])) parser.error(parser.tok.T_STRING);
		return read_attribute.call(parser);
	};
}

const DECLARED =
	"T_FUNCTION T_FN T_STATIC T_ABSTRACT T_FINAL T_READ_ONLY T_CLASS T_INTERFACE T_TRAIT T_ENUM".split(
		" ",
	);

/** In a statement or an expression, attributes stand before a function or a class, and before nothing else. */
export function placedAttributes(parser: Parser): void {
	const { read_attr_list, read_expr_item, read_inner_statement, read_top_statement } = parser;
	let isOfCode = false;
	const asCode = (read: () => unknown) => () => {
		isOfCode = parser.token === parser.tok.T_ATTRIBUTE;
		return read.call(parser);
	};
	parser.read_top_statement = asCode(read_top_statement);
	parser.read_inner_statement = asCode(read_inner_statement);
	parser.read_expr_item = asCode(read_expr_item);
	parser.read_attr_list = () => {
		const isAsked = isOfCode;
		isOfCode = false;
		const list = read_attr_list.call(parser);
		const { token, tok } = parser;
		const isStatic = token === tok.T_STATIC;
		const isDeclared = DECLARED.some((name) => token === tok[name]);
		const isFunction = () => [tok.T_FUNCTION, tok.T_FN].includes(parser.peek() as number);
		if (isAsked && (!isDeclared || (isStatic && !isFunction()))) parser.error();
		return list;
	};
}
