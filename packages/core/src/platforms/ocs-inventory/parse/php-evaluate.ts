import { concatenate, evaluate, type Scope, type Value } from "./php-constants.ts";
import { lineOf, nodeAt, nodesAt, type PhpNode, textAt, walk } from "./php-nodes.ts";

/** Why a function's SQL cannot be told without running it. */
export interface Unreadable {
	readonly line: number;
	readonly reason: string;
}

export interface Evaluation {
	/** In the order in which PHP would send them; bytes, one character each. */
	readonly statements: readonly string[];
	readonly unreadable: readonly Unreadable[];
}

/** The functions of a file by their name in lower case, as PHP finds them. */
export type PhpFunctions = ReadonlyMap<string, PhpNode>;

interface Run {
	readonly functions: PhpFunctions;
	readonly statements: string[];
	readonly unreadable: Unreadable[];
	readonly entered: readonly string[];
	readonly spent: { calls: number; characters: number };
}

/** Far above what a person writes; a few functions that call each other can ask for any amount. */
const DEEPEST_CALL = 8;
const MOST_CALLS = 10_000;
const MOST_CHARACTERS = 8 * 1024 * 1024;
const HARMLESS_CALLS: ReadonlySet<string> = new Set(["error_log", "error_reporting", "ini_set"]);
/** Whatever holds one of these may send SQL, or keep what follows from being sent. */
const NOT_CONSTANT: ReadonlySet<string> = new Set(
	"call new include eval exit return throw yield yieldfrom break continue goto assignref shell".split(
		" ",
	),
);

/**
 * The statements that a function gives to ExtensionCommon's sqlQuery, read without running it: constant strings, their
 * concatenations, and variables that hold such. Everything else is named, never guessed. Throws where it is without end.
 */
export function evaluateFunction(name: string, functions: PhpFunctions): Evaluation {
	const run: Run = {
		functions,
		statements: [],
		unreadable: [],
		entered: [name.toLowerCase()],
		spent: { calls: 0, characters: 0 },
	};
	const declared = functions.get(name.toLowerCase());
	if (declared !== undefined) runStatements(bodyOf(declared), new Map(), run);
	return { statements: run.statements, unreadable: run.unreadable };
}

function bodyOf(declared: PhpNode): readonly PhpNode[] {
	const body = nodeAt(declared, "body");
	return body === undefined ? [] : nodesAt(body, "children");
}

/** False once the function has returned. */
function runStatements(nodes: readonly PhpNode[], scope: Scope, run: Run): boolean {
	return nodes.every((node) => runStatement(node, scope, run));
}

function runStatement(node: PhpNode, scope: Scope, run: Run): boolean {
	switch (node.kind) {
		case "expressionstatement": {
			const expression = nodeAt(node, "expression");
			if (expression !== undefined) runExpression(expression, scope, run);
			return true;
		}
		case "block":
			return runStatements(nodesAt(node, "children"), scope, run);
		case "return": {
			const expression = nodeAt(node, "expr");
			if (expression !== undefined) runExpression(expression, scope, run);
			return false;
		}
		case "function":
			return true;
		default:
			pass(node, scope, run);
			return true;
	}
}

function runExpression(node: PhpNode, scope: Scope, run: Run): void {
	const inner = nodeAt(node, "expr");
	if (node.kind === "call") runCall(node, scope, run);
	else if (node.kind === "silent" && inner !== undefined) runExpression(inner, scope, run);
	else if (node.kind === "assign") assign(node, scope, run);
	else pass(node, scope, run);
}

function assign(node: PhpNode, scope: Scope, run: Run): void {
	const left = nodeAt(node, "left");
	const right = nodeAt(node, "right");
	if (left?.kind !== "variable" || typeof left.name !== "string" || right === undefined) {
		pass(node, scope, run);
		return;
	}
	const value = evaluate(right, scope);
	if (value === undefined) runExpression(right, scope, run);
	scope.set(left.name, combine(textAt(node, "operator"), scope.get(left.name), value));
}

function combine(operator: string, before: Value, value: Value): Value {
	if (operator === "=") return value;
	return operator === ".=" ? concatenate(before, value) : undefined;
}

/** Something that is neither an assignment nor a call: harmless only where nothing in it can send SQL. */
function pass(node: PhpNode, scope: Scope, run: Run): void {
	const nodes = [...walk(node)];
	if (nodes.some((inner) => NOT_CONSTANT.has(inner.kind) || inner.type === "shell")) {
		run.unreadable.push({ line: lineOf(node), reason: `depends on ${described(node)}` });
	}
	for (const inner of nodes) {
		if (inner.kind === "variable" && typeof inner.name === "string") scope.delete(inner.name);
	}
}

const DESCRIPTIONS: ReadonlyMap<string, string> = new Map([
	["if", "a condition"],
	["for", "a loop"],
	["foreach", "a loop"],
	["while", "a loop"],
	["do", "a loop"],
	["switch", "a condition"],
	["include", "another PHP file"],
	["try", "a try block"],
]);

function described(node: PhpNode): string {
	return DESCRIPTIONS.get(node.kind) ?? `PHP code (${node.kind})`;
}

function runCall(node: PhpNode, scope: Scope, run: Run): void {
	run.spent.calls += 1;
	if (run.spent.calls > MOST_CALLS || run.spent.characters > MOST_CHARACTERS) {
		throw new Error("it would send more SQL than any extension has");
	}
	const what = nodeAt(node, "what");
	if (what?.kind === "propertylookup") sendQuery(node, what, scope, run);
	else if (what?.kind === "name") callFunction(node, textAt(what, "name"), scope, run);
	else run.unreadable.push({ line: lineOf(node), reason: "calls something that is not named" });
}

function sendQuery(node: PhpNode, what: PhpNode, scope: Scope, run: Run): void {
	const receiver = nodeAt(what, "what");
	const method = textAt(nodeAt(what, "offset") ?? what, "name");
	const refuse = (reason: string) => run.unreadable.push({ line: lineOf(node), reason });
	if (receiver === undefined || evaluate(receiver, scope) !== "database") {
		refuse(`calls ${method}() on something that is not an ExtensionCommon`);
		return;
	}
	if (method.toLowerCase() !== "sqlquery") {
		refuse(`calls ${method}(), which ExtensionCommon does not have`);
		return;
	}
	const [query, values] = nodesAt(node, "arguments");
	const statement = query === undefined ? undefined : evaluate(query, scope);
	const given = values === undefined ? { text: "" } : evaluate(values, scope);
	if (typeof statement !== "object") refuse("the statement is not a constant string");
	else if (typeof given !== "object" || given.text !== "")
		refuse("values are put into the statement");
	else {
		run.spent.characters += statement.text.length;
		run.statements.push(statement.text);
	}
}

function callFunction(node: PhpNode, written: string, scope: Scope, run: Run): void {
	const name = written.replace(/^\\/, "").toLowerCase();
	if (HARMLESS_CALLS.has(name)) return;
	const declared = run.functions.get(name);
	if (declared === undefined || run.entered.includes(name) || run.entered.length > DEEPEST_CALL) {
		run.unreadable.push({ line: lineOf(node), reason: `calls ${written}()` });
		return;
	}
	const values = nodesAt(node, "arguments").map((argument) => evaluate(argument, scope));
	const inner: Scope = new Map();
	for (const [index, parameter] of nodesAt(declared, "arguments").entries()) {
		const parameterName = nodeAt(parameter, "name");
		if (parameterName !== undefined) inner.set(textAt(parameterName, "name"), values[index]);
	}
	runStatements(bodyOf(declared), inner, { ...run, entered: [...run.entered, name] });
}
