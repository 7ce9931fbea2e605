import { expect, it } from "vitest";
import { GraftError } from "./errors.ts";
import { problemCodes } from "./problem-codes.ts";

it("bounds what a server said, and keeps how it begins and ends", () => {
	const said = `begin ${"x".repeat(100_000)} end`;
	const code = problemCodes("test", ["said"])["test/said"];
	const problem = { severity: "error", code, path: "", hint: said } as const;
	const error = new GraftError("refused", said, {
		hint: said,
		problems: [{ ...problem, message: said }],
	});
	const [shown] = error.problems;
	for (const text of [error.message, error.hint, shown?.message ?? "", shown?.hint ?? ""]) {
		expect(text.length).toBeLessThan(4100);
		expect(text).toMatch(/^begin x+ … \(96,010 characters are left out\) … x+ end$/);
	}
});

it("leaves alone what a person can read", () => {
	const error = new GraftError("refused", "No.", { hint: "Never." });
	expect([error.message, error.hint]).toEqual(["No.", "Never."]);
});
