import { type Part, type Problem, unaccepted } from "@graft/core/domain/problem";
import type { Ask } from "./ask.ts";
import { oneLine } from "./render/one-line.ts";

/** The accepted codes, with those that a person accepts now; undefined where they do not. */
export async function acceptWarnings(
	ask: Ask,
	problems: readonly Problem[],
	accepted: string[],
	parts: readonly Part[],
): Promise<string[] | undefined> {
	const open = parts.flatMap((part) => unaccepted(problems, accepted, part));
	const codes = [...new Set(open.map(({ code }) => code))];
	if (codes.length === 0) return accepted;
	const named = codes.map((code) => oneLine(code)).join(", ");
	const yes = await ask.confirm(`Go on in spite of the warnings (${named})?`, false);
	return yes ? [...accepted, ...codes] : undefined;
}
