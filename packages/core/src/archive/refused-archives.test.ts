import { describe, expect, it } from "vitest";
import { badArchives } from "../../../../test/builders/bad-archives.ts";
import { makeZip, rawZip } from "../../../../test/builders/zip.ts";
import { GraftError } from "../domain/errors.ts";
import type { Problem } from "../domain/problem.ts";
import type { ArchiveLimits } from "./limits.ts";
import { readArchive } from "./read-archive.ts";

function problemsOf(zip: Uint8Array, limits: Partial<ArchiveLimits> = {}): readonly Problem[] {
	try {
		readArchive(zip, limits);
	} catch (error) {
		if (error instanceof GraftError && error.kind === "refused") return error.problems;
		throw error;
	}
	return [];
}

const codesOf = (zip: Uint8Array, limits: Partial<ArchiveLimits> = {}) => [
	...new Set(problemsOf(zip, limits).map((problem) => problem.code)),
];

describe("an archive is refused for", () => {
	it.each(badArchives)("$what", ({ zip, codes }) => {
		expect(codesOf(zip).sort()).toEqual(codes);
	});
});

describe("a refusal", () => {
	it("names everything that is wrong at once, with the entry, what it is, and what to do", () => {
		const zip = rawZip([
			{ name: "../x", body: "x" },
			{ name: "fine", body: "x" },
			{ name: "secret", body: "x", says: { flags: 0x0801 } },
			{ name: "FINE", body: "x" },
		]);
		const problems = problemsOf(zip);
		expect(problems.map(({ code, path }) => [code, path])).toEqual([
			["archive/encrypted", "secret"],
			["archive/entry-outside", "../x"],
			["archive/duplicate-name", "FINE"],
		]);
		for (const problem of problems) {
			expect(problem.severity).toBe("error");
			expect(problem.message).toMatch(/\.$/);
			expect(problem.hint).toMatch(/\.$/);
		}
	});

	it("names every damaged file, not the first alone", () => {
		const zip = rawZip([
			{ name: "a", body: "x", says: { crc: 1 } },
			{ name: "b", body: "x" },
			{ name: "c", body: "x", says: { crc: 2 } },
		]);
		expect(problemsOf(zip).map(({ path }) => path)).toEqual(["a", "c"]);
	});

	it("never prints a control character of a name", () => {
		const [problem] = problemsOf(rawZip([{ name: "a\u001b]0;owned\u0007\nb", body: "x" }]));
		expect(problem?.path).toBe("a\\x1b]0;owned\\x07\\nb");
		expect(problem?.message).not.toContain("\u001b");
	});
});

describe("limits can be narrowed:", () => {
	const zip = makeZip({ "a/b/c.txt": "123456", d: "7890" });
	const cases: readonly (readonly [Partial<ArchiveLimits>, Partial<ArchiveLimits>, string])[] = [
		[{ archiveBytes: zip.length }, { archiveBytes: zip.length - 1 }, "archive/too-large"],
		[{ totalBytes: 10 }, { totalBytes: 9 }, "archive/too-large"],
		[{ entries: 2 }, { entries: 1 }, "archive/too-many-entries"],
		[{ depth: 3 }, { depth: 2 }, "archive/too-deep"],
		[{ nameBytes: 5 }, { nameBytes: 4 }, "archive/name-too-long"],
		[{ pathBytes: 9 }, { pathBytes: 8 }, "archive/name-too-long"],
	];
	it.each(cases)("%o passes, %o does not", (enough, less, code) => {
		expect(codesOf(zip, enough)).toEqual([]);
		expect(codesOf(zip, less)).toEqual([code]);
	});
});
