import { describe, expect, it } from "vitest";
import { fewerProblems } from "./fewer-problems.ts";
import { type Problem, unaccepted } from "./problem.ts";
import { problemCodes } from "./problem-codes.ts";

const codes = problemCodes("ocs", ["php-version", "php-name"]);

const problems = (code: Problem["code"], count: number, rest: Partial<Problem> = {}): Problem[] =>
	Array.from({ length: count }, (_, index) => ({
		...{ severity: "warning", code, path: `file-${index}`, message: "Odd.", hint: "", ...rest },
	}));

describe("problems on a page", () => {
	it("are all there where they are few", () => {
		const few = problems(codes["ocs/php-version"], 100);
		expect(fewerProblems(few)).toBe(few);
	});

	it("are the first of each kind and a count where they are many, with every code and part that waits for a yes", () => {
		const many = [
			...problems(codes["ocs/php-version"], 9900, { part: "web" }),
			...problems(codes["ocs/php-version"], 1, { part: "agent" }),
			...problems(codes["ocs/php-name"], 2, { severity: "error" }),
		];
		const fewer = fewerProblems(many);
		expect(fewer).toHaveLength(100 + 1 + 2 + 1);
		expect(fewer.at(-1)).toMatchObject({
			...{ severity: "warning", code: "ocs/php-version", part: "web", path: "" },
			message: "And 9,800 more like these.",
		});
		expect(unaccepted(fewer, [], "agent")).toHaveLength(1);
		expect(unaccepted(fewer, ["ocs/php-version"], "web")).toEqual([]);
	});
});
