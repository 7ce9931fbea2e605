export type Token = number | string;
export type Read = (...given: unknown[]) => unknown;

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

export type Flags = [visibility: [number | null, number], ...unknown[]];

/** Of php-parser's parser, what is mended: each method reads a part of the grammar from `token` on. */
export interface Parser {
	token: Token;
	version: number;
	readonly EOF: Token;
	readonly tok: Readonly<Record<string, number>>;
	text(): string;
	next(): Parser;
	peek(): Token;
	error(expected?: Token | readonly Token[]): void;
	expect(token: Token): boolean;
	expectEndOfStatement(): boolean;
	is(tokens: readonly (Token | undefined)[]): boolean;
	node(kind?: string): Read;
	read_argument(): unknown;
	position(): unknown;
	read_class_body: Read;
	read_interface_body: Read;
	read_function_declaration: Read;
	read_constant_list: Read;
	read_enum_case: Read;
	read_trait_use_statement: Read;
	read_variable_list: Read;
	read_declare_list(): readonly unknown[];
	read_dereferencable(what: unknown): unknown;
	read_attr_list(): unknown;
	read_attribute(): unknown;
	read_expr(): unknown;
	read_expr_item(): unknown;
	read_foreach_variable(): unknown;
	read_promoted(): unknown;
	read_statement(): unknown;
	innerList: boolean;
	readonly lexer: Lexer;
	check_heredoc_indentation_level(text: string, ...rest: unknown[]): void;
	read_function: Read;
	read_function_list(read: () => unknown, separator: string): unknown;
	read_inner_statement(): unknown;
	read_member_flags(inInterface: boolean): Flags;
	read_namespace(): unknown;
	read_namespace_name(resolve?: unknown): unknown;
	read_non_empty_argument_list(): unknown;
	read_optional_type(): unknown;
	read_top_statement(): unknown;
	read_types(): unknown;
	read_variable: Read;
	recursive_variable_chain_scan: Read;
	read_assignref(start: Read, left: unknown): unknown;
}
