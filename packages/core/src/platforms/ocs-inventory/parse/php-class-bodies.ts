import type { Flags, Parser } from "./php-parser-inside.ts";

/** It copies all members read so far for each further one, and gives a constant's attributes to the next one too. */
export function classBodies(parser: Parser): void {
	parser.read_class_body = (hasProperties, hasCases) =>
		readBody(parser, () => readMember(parser, hasProperties === true, hasCases === true));
	parser.read_interface_body = () => readBody(parser, () => readAsked(parser));
}

function readBody(parser: Parser, read: () => unknown): unknown[] {
	const members: unknown[] = [];
	while (!parser.is([parser.EOF, "}"])) {
		const member = read();
		if (Array.isArray(member)) for (const one of member) members.push(one);
		else members.push(member);
	}
	parser.expect("}");
	parser.next();
	return members;
}

function readMember(parser: Parser, hasProperties: boolean, hasCases: boolean): unknown {
	const { tok } = parser;
	if (parser.is([tok.T_USE])) return parser.read_trait_use_statement();
	const start = parser.position();
	const attributes = parser.is([tok.T_ATTRIBUTE]) ? parser.read_attr_list() : [];
	if (hasCases && parser.is([tok.T_CASE]))
		return withSemicolon(parser, parser.read_enum_case(attributes));
	const flags = parser.read_member_flags(false);
	if (parser.is([tok.T_CONST])) return readConstants(parser, flags, attributes, start);
	if (parser.is([tok.T_FUNCTION])) return parser.read_function(false, flags, attributes, start);
	if (!hasProperties || !parser.is(STARTS.map((name) => tok[name] ?? name))) parser.error();
	return parser.read_variable_list(flags, attributes, start);
}

/** Of an interface: methods without a body, constants, and from 8.4 on properties. */
function readAsked(parser: Parser): unknown {
	const { tok } = parser;
	const start = parser.position();
	const attributes = parser.is([tok.T_ATTRIBUTE]) ? parser.read_attr_list() : [];
	const flags = parser.read_member_flags(true);
	if (parser.is([tok.T_CONST])) return readConstants(parser, flags, attributes, start);
	if (parser.is([tok.T_FUNCTION])) {
		const method = parser.read_function_declaration(2, flags, attributes, start) as Method;
		method.parseFlags(flags);
		return withSemicolon(parser, method);
	}
	if (!parser.is([tok.T_STRING])) parser.error();
	return parser.read_variable_list(flags, attributes, start);
}

interface Method {
	parseFlags(flags: unknown): void;
}

function readConstants(parser: Parser, flags: Flags, ...rest: unknown[]): unknown {
	if (flags[0][1] !== -1) parser.error();
	return withSemicolon(parser, parser.read_constant_list(flags, ...rest));
}

function withSemicolon(parser: Parser, member: unknown): unknown {
	parser.expect(";");
	parser.next();
	return member;
}

/** Of a property: its name, or its type. */
const STARTS = [
	"?",
	"T_VARIABLE",
	"T_READ_ONLY",
	"T_ARRAY",
	"T_CALLABLE",
	"T_STRING",
	"T_NAMESPACE",
	"T_NAME_QUALIFIED",
	"T_NAME_FULLY_QUALIFIED",
	"T_NAME_RELATIVE",
	"T_NS_SEPARATOR",
];
