import { type Cursor, list, listed, parenthesised } from "./cursor.ts";
import { HARMLESS, MOMENTS } from "./functions.ts";

const MARKS = ["<=>", "<=", ">=", "<>", "!=", "&&", "||", "<<", ">>", ..."=<>+-*/%&|^"];
const UNITS = ["SECOND", "MINUTE", "HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];

/** A value; which binds closer is no matter here. */
export function expression(cursor: Cursor): boolean {
	return cursor.deeper(() => {
		if (!operand(cursor)) return false;
		for (;;) {
			if (operator(cursor)) {
				if (!operand(cursor)) return false;
			} else if (cursor.word("IS")) {
				cursor.word("NOT");
				if (!cursor.word("NULL", "TRUE", "FALSE", "UNKNOWN")) return false;
			} else if (cursor.word("IN") || cursor.words("NOT", "IN")) {
				if (!cursor.isAtMark("(") || !inParentheses(cursor)) return false;
			} else if (cursor.word("ESCAPE")) {
				if (!cursor.string()) return false;
			} else if (cursor.word("COLLATE")) {
				if (!cursor.value(/^\w+$/)) return false;
			} else return true;
		}
	});
}

function operator(cursor: Cursor): boolean {
	return (
		cursor.word("AND", "OR", "XOR", "DIV", "MOD", "LIKE", "BETWEEN") ||
		cursor.words("NOT", "LIKE") ||
		cursor.words("NOT", "BETWEEN") ||
		MARKS.some((mark) => cursor.mark(mark))
	);
}

function operand(cursor: Cursor): boolean {
	while (cursor.word("NOT", "BINARY") || ["-", "+", "~", "!"].some((mark) => cursor.mark(mark)));
	return (
		cursor.string() ||
		cursor.number() ||
		cursor.bits() ||
		called(cursor) ||
		cursor.word("NULL", "TRUE", "FALSE", "DEFAULT", ...MOMENTS) ||
		(cursor.isAtMark("(") && inParentheses(cursor)) ||
		(cursor.isAt("CASE") && choice(cursor)) ||
		(cursor.words("EXISTS") && parenthesised(cursor, select)) ||
		(cursor.word("INTERVAL") && expression(cursor) && cursor.word(...UNITS)) ||
		column(cursor)
	);
}

/** `a`, `t.a`, `d.t.a` */
export function column(cursor: Cursor): boolean {
	if (cursor.isBeforeParenthesis()) {
		cursor.strangeFunction ??= cursor.textHere();
		return false;
	}
	if (!cursor.freeName()) return false;
	for (let dots = 0; dots < 2 && cursor.mark("."); dots += 1) {
		if (cursor.isBeforeParenthesis() || !cursor.name()) return false;
	}
	return true;
}

function called(cursor: Cursor): boolean {
	if (cursor.isAt("CAST") && cursor.isAtMark("(", 1))
		return (
			cursor.call() !== undefined && expression(cursor) && cursor.word("AS") && castType(cursor)
		);
	const isHarmless = HARMLESS.has(cursor.textHere().toUpperCase());
	if (!isHarmless) return false;
	const name = cursor.call();
	if (name === undefined) return false;
	if (name === "COUNT" && cursor.mark("*")) return cursor.mark(")");
	if (/^(COUNT|SUM|MIN|MAX|AVG)$/.test(name)) cursor.word("DISTINCT");
	return cursor.mark(")") || (list(cursor, expression) && cursor.mark(")"));
}

function castType(cursor: Cursor): boolean {
	const size = (inside: Cursor) => list(inside, (item) => item.number());
	if (!cursor.word("CHAR", "BINARY", "DATE", "DATETIME", "TIME", "DECIMAL", "SIGNED", "UNSIGNED"))
		return false;
	if (cursor.isAtMark("(") && !parenthesised(cursor, size)) return false;
	cursor.word("INTEGER");
	return cursor.mark(")");
}

function inParentheses(cursor: Cursor): boolean {
	return parenthesised(cursor, (inside) =>
		inside.isAt("SELECT") ? select(inside) : list(inside, expression),
	);
}

function choice(cursor: Cursor): boolean {
	cursor.word("CASE");
	if (!cursor.isAt("WHEN") && !expression(cursor)) return false;
	if (!cursor.isAt("WHEN")) return false;
	while (cursor.word("WHEN")) {
		if (!expression(cursor) || !cursor.word("THEN") || !expression(cursor)) return false;
	}
	return (!cursor.word("ELSE") || expression(cursor)) && cursor.word("END");
}

/** `SELECT … FROM own tables`, without UNION, INTO and locks. */
export function select(cursor: Cursor): boolean {
	return cursor.deeper(() => {
		if (!cursor.word("SELECT")) return false;
		cursor.word("ALL", "DISTINCT");
		if (!list(cursor, item)) return false;
		return !cursor.word("FROM") || (tables(cursor) && conditions(cursor));
	});
}

function conditions(cursor: Cursor): boolean {
	return (
		where(cursor) &&
		(!cursor.words("GROUP", "BY") || list(cursor, ordered)) &&
		(!cursor.word("HAVING") || expression(cursor)) &&
		orderAndLimit(cursor)
	);
}

export function where(cursor: Cursor): boolean {
	return !cursor.word("WHERE") || expression(cursor);
}

export function orderAndLimit(cursor: Cursor): boolean {
	if (cursor.words("ORDER", "BY") && !list(cursor, ordered)) return false;
	if (!cursor.word("LIMIT")) return true;
	if (!cursor.number()) return false;
	return (!cursor.mark(",") && !cursor.word("OFFSET")) || cursor.number();
}

function ordered(cursor: Cursor): boolean {
	if (!expression(cursor)) return false;
	cursor.word("ASC", "DESC");
	return true;
}

function item(cursor: Cursor): boolean {
	if (cursor.mark("*")) return true;
	if (cursor.isAtMark(".", 1) && cursor.isAtMark("*", 2))
		return cursor.freeName() && cursor.mark(".") && cursor.mark("*");
	return expression(cursor) && (!cursor.word("AS") || cursor.freeName());
}

/** What stands behind FROM or UPDATE. */
export function tables(cursor: Cursor): boolean {
	if (!source(cursor)) return false;
	for (;;) {
		if (cursor.mark(",")) {
			if (!source(cursor)) return false;
		} else if (joins(cursor)) {
			if (!source(cursor)) return false;
			if (cursor.word("ON") && !expression(cursor)) return false;
			if (cursor.word("USING") && !listed((inside) => inside.name())(cursor)) return false;
		} else return true;
	}
}

function joins(cursor: Cursor): boolean {
	for (const side of ["LEFT", "RIGHT"]) {
		if (cursor.words(side, "JOIN") || cursor.words(side, "OUTER", "JOIN")) return true;
	}
	return (
		cursor.word("JOIN", "STRAIGHT_JOIN") ||
		cursor.words("INNER", "JOIN") ||
		cursor.words("CROSS", "JOIN")
	);
}

function source(cursor: Cursor): boolean {
	if (cursor.word("DUAL")) return true;
	const isTaken = cursor.isAtMark("(") ? parenthesised(cursor, select) : cursor.table();
	if (!isTaken) return false;
	if (cursor.word("AS")) return cursor.freeName();
	cursor.freeName();
	return true;
}
