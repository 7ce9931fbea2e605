import type { Parser } from "./php-parser-inside.ts";

const ASSIGNMENT = /^(?:[-+*/%.&|^]|\*\*|<<|>>|\?\?)?=$/;

/** `($a)->b = 1`, `($a)[] = 1`: it looks for an assignment only behind what starts with a variable. */
export function parenthesesAsTargets(parser: Parser): void {
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

/** `foreach ($a as list(list($b)))`, `list($a[list($b) = $c]) = $d`: it takes the one list for the other's kind. */
export function listsAnywhere(parser: Parser): void {
	const { read_foreach_variable, read_expr_item } = parser;
	parser.read_expr_item = () => {
		if (!parser.is([parser.tok.T_LIST])) return read_expr_item.call(parser);
		const assign = parser.node("assign");
		const list = read_expr_item.call(parser) as { kind: string };
		if (list.kind !== "list" || parser.token !== "=") return list;
		parser.next();
		return assign(list, parser.read_expr(), "=");
	};
	parser.read_foreach_variable = () => {
		parser.innerList = true;
		const variable = read_foreach_variable.call(parser);
		parser.innerList = false;
		return variable;
	};
}

/** `unset(($a)[0])`, `$a = &($b)`: it asks for no parentheses, or takes them where nothing is looked up in them. */
export function parenthesesLookedInto(parser: Parser): void {
	const { read_assignref, read_variable } = parser;
	parser.read_variable = (...given) => {
		if (parser.token !== "(") return read_variable.apply(parser, given);
		const group = parser.next().read_expr();
		parser.expect(")");
		const looked = parser.next().recursive_variable_chain_scan(group, ...given);
		if (looked === group) parser.error();
		return looked;
	};
	parser.read_assignref = (start, left) =>
		parser.peek() === "("
			? start("assignref", left, parser.next().read_variable(false, false))
			: read_assignref.call(parser, start, left);
}
