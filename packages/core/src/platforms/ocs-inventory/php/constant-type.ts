import { nodeAt, nodesAt, type PhpNode, textAt } from "../parse/php-nodes.ts";
import { wholeOf } from "./check.ts";
import { type ConstantScope, constantAbove } from "./constant-scope.ts";
import { ownConstant } from "./own-constants.ts";

/** What PHP knows of a constant expression as it compiles it: its type, and its value where that is a number. */
export interface Known {
	readonly type: "int" | "float" | "string" | "array" | "bool" | "true" | "false" | "null";
	readonly value?: number;
}

const COMPARES = /^(==|!=|<>|===|!==|<|>|<=|>=)$/;
const JOINS = /^(&&|\|\||and|or|xor)$/;

const NOWHERE: ConstantScope = { isNamed: false, owner: null, putsIn: false, isGlobal: false };

/** Null where only running the code tells: most constants, and whatever is made of them. */
export function knownType(node: PhpNode | undefined, scope = NOWHERE): Known | null {
	if (node === undefined) return null;
	switch (node.kind) {
		case "nullkeyword":
			return { type: "null" };
		case "number":
			return numberOf(textAt(node, "value"));
		case "string":
		case "nowdoc":
			return { type: "string" };
		case "boolean":
			return { type: node.value === true ? "true" : "false" };
		case "array":
			return nodesAt(node, "items").every((one) => one.kind !== "entry" || isKnownEntry(one, scope))
				? { type: "array" }
				: null;
		case "magic":
			return magicOf(textAt(node, "value") || textAt(node, "raw"), scope);
		case "name":
			return literalOf(textAt(node, "name")) ?? constantOf(node, scope);
		case "staticlookup":
			return isClassName(node, scope)
				? { type: "string" }
				: knownType(nodeAt(constantAbove(node, scope) ?? node, "value"), scope);
		case "unary":
			return unaryOf(node, scope);
		case "bin":
			return binaryOf(node, scope);
		case "retif":
			return choiceOf(node, scope);
		default:
			return null;
	}
}

function isKnownEntry(entry: PhpNode, scope: ConstantScope): boolean {
	const key = nodeAt(entry, "key");
	return (
		entry.unpack !== true &&
		knownType(nodeAt(entry, "value"), scope) !== null &&
		(key === undefined || knownType(key, scope) !== null)
	);
}

function numberOf(text: string): Known {
	const digits = text.replaceAll("_", "");
	const whole = wholeOf(digits);
	const value = whole === undefined ? Number(digits) : Number(whole);
	const isInt = whole !== undefined && whole <= 0x7fffffffffffffffn;
	return { type: isInt ? "int" : "float", value };
}

function magicOf(name: string, { isNamed }: ConstantScope): Known | null {
	if (/^__CLASS__$/i.test(name)) return isNamed ? { type: "string" } : null;
	if (/^__LINE__$/i.test(name)) return { type: "int" };
	return /^__(FILE|DIR|FUNCTION|METHOD|NAMESPACE)__$/i.test(name) ? { type: "string" } : null;
}

function literalOf(name: string): Known | null {
	const literal = /^\\?(true|false|null)$/i.exec(name)?.[1]?.toLowerCase();
	return literal === undefined ? null : { type: literal as "true" | "false" | "null" };
}

/** PHP's own constants, whose values are of the machine. */
function constantOf(node: PhpNode, { putsIn, isGlobal }: ConstantScope): Known | null {
	const written = textAt(node, "name");
	const isPhps = written.startsWith("\\") || (isGlobal && node.resolution === "uqn");
	const type = putsIn && isPhps ? ownConstant(written.replace(/^\\/, "")) : undefined;
	return type === undefined ? null : { type };
}

/** `A::class`; that of `static` is told when it runs. */
function isClassName(node: PhpNode, { owner }: ConstantScope): boolean {
	const [what, offset] = [nodeAt(node, "what"), nodeAt(node, "offset")];
	const isClass = offset?.kind === "identifier" && /^class$/i.test(textAt(offset, "name"));
	if (!isClass || owner === null) return isClass && what?.kind === "name";
	const hasParent = nodeAt(owner, "extends") !== undefined;
	return (
		/^(name|selfreference)$/.test(what?.kind ?? "") ||
		(what?.kind === "parentreference" && hasParent)
	);
}

function unaryOf(node: PhpNode, scope: ConstantScope): Known | null {
	const what = knownType(nodeAt(node, "what"), scope);
	if (what === null) return null;
	if (node.type === "!") return { type: "bool" };
	if (node.type === "~") return what.type === "int" ? { type: "int" } : null;
	if (what.value === undefined) return null;
	return made(node.type === "-" ? -what.value : what.value, what.type === "float");
}

function binaryOf(node: PhpNode, scope: ConstantScope): Known | null {
	const operator = textAt(node, "type");
	const [left, right] = [
		knownType(nodeAt(node, "left"), scope),
		knownType(nodeAt(node, "right"), scope),
	];
	if (operator === "??" && left !== null) return left.type === "null" ? right : left;
	if (left === null || right === null) return null;
	if (COMPARES.test(operator) || JOINS.test(operator)) return { type: "bool" };
	if (operator === "<=>") return { type: "int" };
	const isArray = left.type === "array" || right.type === "array";
	if (operator === ".") return isArray ? null : { type: "string" };
	if (/^[&|^]$/.test(operator))
		return left.type === "int" && right.type === "int" ? { type: "int" } : null;
	if (left.value === undefined || right.value === undefined) return null;
	const isFloat = left.type === "float" || right.type === "float";
	switch (operator) {
		case "+":
			return made(left.value + right.value, isFloat);
		case "-":
			return made(left.value - right.value, isFloat);
		case "*":
			return made(left.value * right.value, isFloat);
		case "/":
			return right.value === 0 ? null : made(left.value / right.value, isFloat);
		case "**":
			return made(left.value ** right.value, isFloat || right.value < 0);
		default:
			return null;
	}
}

const TRUTH: ReadonlyMap<string | undefined, boolean> = new Map([
	["true", true],
	["false", false],
	["null", false],
]);

function choiceOf(node: PhpNode, scope: ConstantScope): Known | null {
	const test = knownType(nodeAt(node, "test"), scope);
	const isTrue = test?.value === undefined ? TRUTH.get(test?.type) : test.value !== 0;
	if (isTrue === undefined) return null;
	const chosen = nodeAt(node, isTrue ? "trueExpr" : "falseExpr");
	return chosen === undefined ? test : knownType(chosen, scope);
}

/** Numbers that are too large for a whole one become others. */
function made(value: number, isFloat: boolean): Known | null {
	if (isFloat || !Number.isInteger(value)) return { type: "float", value };
	if (Math.abs(value) >= 2 ** 63) return { type: "float", value };
	return Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : { type: "int", value };
}
