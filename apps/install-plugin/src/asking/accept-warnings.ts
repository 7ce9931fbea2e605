import { type Part, type Problem, unaccepted } from "@graft/core/domain/problem";
import { oneLine } from "../showing/one-line.ts";
import type { Ask } from "../terminal/ask.ts";

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
	const named = codes.map((code) => `  ${oneLine(code)}: ${placesText(open, code)}\n`);
	const yes = await ask.confirm(`Continue despite these warnings?\n${named.join("")} `, false);
	return yes ? [...accepted, ...codes] : undefined;
}

/** A code is accepted for every place that has it: each is named, by its file, or by what is said of it. */
function placesText(problems: readonly Problem[], code: string): string {
	const places = problems
		.filter((problem) => problem.code === code)
		.map(({ path, message }) => oneLine(path === "" ? message : path));
	const counts = new Map<string, number>();
	for (const place of places) counts.set(place, (counts.get(place) ?? 0) + 1);
	return [...counts]
		.map(([place, count]) => (count === 1 ? place : `${place} (${count} times)`))
		.join(", ");
}
