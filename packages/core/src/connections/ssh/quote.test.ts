import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoteCommand } from "./quote.ts";

/** Prints each argument with a NUL behind it, which no argument can hold. */
const echo = ["printf", "%s\\0"];

describe.each(["/bin/sh", "/bin/dash", "/bin/bash", "/bin/busybox"])("%s", (shell) => {
	const shellArguments = shell.endsWith("busybox") ? ["sh", "-c"] : ["-c"];

	function readBy(words: readonly string[]): string[] {
		const said = execFileSync(shell, [...shellArguments, quoteCommand([...echo, ...words])], {
			// bash reads a start-up file where its input is a socket, which it takes for a network's.
			stdio: ["ignore", "pipe", "inherit"],
			env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
		});
		return said.toString("utf8").split("\0").slice(0, -1);
	}

	it.skipIf(!existsSync(shell))("reads back the words of people who mean harm", () => {
		const words = [
			"$(id)",
			"`id`",
			"a'b\"c",
			"-rf",
			"",
			"two\nlines",
			"; rm -rf /",
			"!!",
			"*",
			"~root",
			"\\",
			"é",
			"a b",
		];
		expect(readBy(words)).toEqual(words);
	});

	it.skipIf(!existsSync(shell))("reads back any words", () => {
		const word = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
		fc.assert(
			fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
				expect(readBy(words)).toEqual(words);
			}),
			{ numRuns: 30 },
		);
	});
});

it("refuses a NUL, which would end the word unseen", () => {
	expect(() => quoteCommand(["a\0b"])).toThrow();
});
