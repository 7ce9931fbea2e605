import type { Problem } from "@graft/core/domain/problem";
import { expect, it } from "vitest";
import { groupProblems, placesOf } from "./group-problems.ts";

const warning = (path: string, message: string, code = "ocs/map-code"): Problem =>
	({ severity: "warning", code, path, message, hint: "", part: "server" }) as Problem;

it("puts together what one tick accepts, and names each place of it", () => {
	const problems = [
		warning("a.pm", "First."),
		warning("b.php", "Other.", "ocs/hook-malformed"),
		warning("a.pm", "Second."),
		warning("c.pm", "Third."),
		warning("", "Fourth."),
	];
	const [first, other] = groupProblems(problems);
	expect(first?.problems.map(({ message }) => message)).toEqual([
		...["First.", "Second.", "Third.", "Fourth."],
	]);
	expect(placesOf(first?.problems ?? [])).toEqual([
		...["a.pm: First.", "a.pm: Second.", "c.pm", "Fourth."],
	]);
	expect(placesOf(other?.problems ?? [])).toEqual(["b.php"]);
});

it("has the gravest first, and loses none", () => {
	const error = { ...warning("z", "Bad."), severity: "error" } as const;
	const groups = groupProblems([warning("a", "Odd."), error]);
	expect(groups.map(({ severity, problems }) => [severity, problems.length])).toEqual([
		["error", 1],
		["warning", 1],
	]);
});
