import { PassThrough } from "node:stream";
import { GraftError } from "@graft/core/domain/errors";
import { describe, expect, it } from "vitest";
import { ocsCodes } from "../../../../packages/core/src/platforms/ocs-inventory/codes.ts";
import type { Options } from "../program/invocation.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { reportFailure } from "./failure.ts";

function report(error: unknown, options: Options = {}) {
	const stdout = new PassThrough();
	const stderr = new PassThrough();
	const terminal = { env: {}, stdin: process.stdin, stdout, stderr } as unknown as Terminal;
	const code = reportFailure(terminal, options, error);
	return { code, stdout: String(stdout.read() ?? ""), stderr: String(stderr.read() ?? "") };
}

describe("a failure of a person or a place", () => {
	const problem = {
		severity: "error",
		code: ocsCodes["ocs/conf-bom"],
		path: "APACHE/x.conf",
		message: "It begins with a byte order mark.",
		hint: "Save it without.",
	} as const;

	it("says what, where and what to do, all problems at once, on stderr", () => {
		const second = { ...problem, code: ocsCodes["ocs/conf-name"] };
		const { code, stdout, stderr } = report(
			new GraftError("refused", "It cannot be imported.", {
				hint: "Fix it.",
				problems: [problem, second],
			}),
		);
		expect(code).toBe(3);
		expect(stdout).toBe("");
		for (const part of [
			"cannot be imported",
			"Fix it.",
			"ocs/conf-bom",
			"ocs/conf-name",
			"APACHE/x.conf",
			"Save it without.",
		])
			expect(stderr).toContain(part);
		expect(stderr).not.toContain("    at ");
	});

	it("is one JSON object on stdout with --json", () => {
		const { stdout, stderr } = report(
			new GraftError("host-key", "It has changed.", { problems: [problem] }),
			{ json: true },
		);
		expect(stderr).toBe("");
		expect(JSON.parse(stdout)).toEqual({
			format: 1,
			error: { kind: "host-key", message: "It has changed.", hint: "", problems: [problem] },
		});
	});

	it("cannot steer the terminal, nor fake a line of ours", () => {
		const { stderr } = report(
			new GraftError("refused", "bad \u001b[2J name", {
				problems: [{ ...problem, path: "x\nerror: all is lost", message: "a\nb" }],
			}),
		);
		expect(stderr).not.toContain("\u001b");
		expect(stderr.split("\n")).not.toContain("error: all is lost");
	});

	it.each([
		["usage", 2],
		["not-found", 2],
		["refused", 3],
		["partly-done", 4],
		["unreachable", 5],
		["host-key", 6],
		["drift", 7],
	] as const)("%s ends with %d", (kind, code) => {
		expect(report(new GraftError(kind, "x")).code).toBe(code);
	});
});

describe("a fault of ours", () => {
	it("keeps its trace for --debug", () => {
		const bug = new TypeError("x is not a function");
		expect(report(bug)).toMatchObject({ code: 1, stdout: "" });
		expect(report(bug).stderr).toContain("--debug");
		expect(report(bug).stderr).not.toContain("failure.test.ts");
		expect(report(bug, { debug: true }).stderr).toContain("failure.test.ts");
	});
});

it("Ctrl-C at a question is told from a failure", () => {
	const stopped = Object.assign(new Error("User force closed"), { name: "ExitPromptError" });
	expect(report(stopped)).toMatchObject({ code: 130, stdout: "" });
	expect(report(stopped).stderr).toContain("nothing was done since");
});
