import { nodeAt, nodesAt, type PhpNode } from "../parse/php-nodes.ts";
import { type Check, folded, nameOf } from "./check.ts";
import { namesOf } from "./types.ts";

interface Rule {
	/** What each parameter has to take, "" for anything; null for any number of them. */
	readonly takes: readonly string[] | null;
	/** What may be given back; null for anything. */
	readonly gives: readonly string[] | null;
	readonly isStatic: boolean;
	/** Its parameters were counted before PHP 8 already. */
	readonly isOld: boolean;
}

const rule = (
	takes: Rule["takes"],
	gives: Rule["gives"],
	{ isStatic = false, isOld = true } = {},
): Rule => ({ takes, gives, isStatic, isOld });

const NEW = { isOld: false };

/** The methods that PHP calls by itself. */
const RULES: Readonly<Record<string, Rule>> = {
	__construct: rule(null, []),
	__destruct: rule([], []),
	__clone: rule([], ["void"]),
	__get: rule(["string"], null),
	__set: rule(["string", ""], ["void"]),
	__isset: rule(["string"], ["bool", "true", "false"]),
	__unset: rule(["string"], ["void"]),
	__call: rule(["string", "array"], null),
	__callstatic: rule(["string", "array"], null, { isStatic: true }),
	__tostring: rule([], ["string"]),
	__debuginfo: rule([], ["array", "null"]),
	__serialize: rule([], ["array"], NEW),
	__unserialize: rule(["array"], ["void"], NEW),
	__set_state: rule(["array"], ["object"], { isStatic: true, isOld: false }),
	__sleep: rule([], ["array"], NEW),
	__wakeup: rule([], ["void"], NEW),
	__invoke: rule(null, null, NEW),
};

function ruleOf(node: PhpNode): Rule | undefined {
	return node.kind === "method" ? RULES[folded(nameOf(node))] : undefined;
}

const LIFE = /^__(construct|destruct|clone)$/i;

/** What no PHP takes of them. */
export const magicMethods: Check = ({ node }) => {
	const expected = ruleOf(node);
	if (expected === undefined) return undefined;
	const name = nameOf(node);
	if (expected.isOld && wrongCount(node, expected)) return wrongCount(node, expected);
	const isLife = LIFE.test(name);
	if (isLife && node.isStatic === true) return `${name} is static`;
	const names = isLife ? namesOf(node) : null;
	return names === null || (/clone/i.test(name) && /^(void|never)$/.test(names.join("|")))
		? undefined
		: `${name} with a return type`;
};

function wrongCount(node: PhpNode, { takes }: Rule): string | undefined {
	if (takes === null) return undefined;
	const given = nodesAt(node, "arguments");
	const counted = given.filter(({ variadic }) => variadic !== true);
	if (counted.length !== takes.length)
		return `${nameOf(node)} with ${counted.length} parameters instead of ${takes.length}`;
	return counted.some(({ byref }) => byref === true)
		? `${nameOf(node)} takes a reference`
		: undefined;
}

/** What PHP 8 does not take of them, and 7.4 does. */
export const magicSignatures: Check = ({ node }) => {
	const expected = ruleOf(node);
	if (expected === undefined || LIFE.test(nameOf(node))) return undefined;
	const name = nameOf(node);
	const { takes, gives, isStatic } = expected;
	if ((node.isStatic === true) !== isStatic)
		return `${name} is ${isStatic ? "not static" : "static"}`;
	if (wrongCount(node, expected)) return wrongCount(node, expected);
	const wrong = (takes ?? []).findIndex((type, index) => {
		const names = namesOf(nodesAt(node, "arguments")[index] ?? node);
		const fitting = [type, "mixed", ...(type === "array" ? ["iterable"] : [])];
		return type !== "" && names !== null && !names.some((one) => fitting.includes(one));
	});
	if (wrong >= 0) return `parameter ${wrong + 1} of ${name} takes no ${takes?.[wrong]}`;
	const given = nodeAt(node, "type") === undefined ? null : namesOf(node);
	if (gives === null || given === null || given.join() === "never") return undefined;
	const isObject = gives.includes("object");
	return given.every((one) => gives.includes(one) || (isObject && !SCALARS.has(one)))
		? undefined
		: `${name} of the type ${given.join("|")}`;
};

const SCALARS: ReadonlySet<string> = new Set(
	"int float string bool false true null array callable iterable mixed void never".split(" "),
);
