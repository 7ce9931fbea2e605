import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sqlTokens } from "./sql-tokens.ts";

const pieces = (sql: string) => sqlTokens(sql).map(({ kind, text }) => `${kind} ${text}`);
const doubts = (sql: string) => sqlTokens(sql).map(({ doubt }) => doubt);

describe("a token", () => {
	it.each([
		["1e0JOIN x", ["number 1e0", "word JOIN", "word x"]],
		["1.JOIN", ["number 1.", "word JOIN"]],
		["1.5e+3x", ["number 1.5e+3", "word x"]],
		[".5eJOIN", ["number .5e", "word JOIN"]],
		["0x1F g", ["number 0x1F", "word g"]],
		["0x1G 0b12 2fa", ["word 0x1G", "word 0b12", "word 2fa"]],
		["\\NJOIN", ["mark \\N", "word JOIN"]],
		["5--3", ["number 5", "mark -", "mark -", "number 3"]],
		["a--\u007fb\nc", ["word a", "word c"]],
		["2*/3", ["number 2", "mark *", "mark /", "number 3"]],
		["/*!40101 a */ b", ["word a", "word b"]],
		["\u00a0DROP\ufeffTABLE\u200bx", ["word DROP", "word TABLE", "word x"]],
		["'a\\'b''c'\"d\"`e``f`", ["string a\\'b''c", "string d", "name e`f"]],
		["a@b @@c.d", ["word a", "word @b", "word @@c", "mark .", "word d"]],
	])("ends where servers end it: %j", (sql, tokens) => {
		expect(pieces(sql)).toEqual(tokens);
	});

	it.each([
		"1e0JOIN",
		"1.JOIN",
		".5e",
		"a.5",
		"1'x'",
		"\\N",
		"a \u00a0b",
		"\ufeffa",
		"a \u0001",
		"a --\u0001 b",
		"'open",
		"`open",
		"a /* open",
		"a /*+ NO_ICP(a) */",
		"/*!40101 a",
		"/*!40101 a /* b */ */",
		"/*!40101 a # */",
	])("is in doubt where a person or another server could read it otherwise: %j", (sql) => {
		expect(doubts(sql)).toContain("odd");
	});

	it.each(["a /*!99999 b */", "/*M! a */", "a /*!50701 */", "a\0"])(
		"is hidden where only some servers run it: %j",
		(sql) => {
			expect(doubts(sql)).toContain("hidden");
		},
	);

	it.each(["a -- b\u00a0\n/* c \u0001 */ 'd\u00a0' # é\n", "1.5,.5,1e3,(2)", "/*!40101 a */"])(
		"is in no doubt otherwise: %j",
		(sql) => {
			expect(doubts(sql).every((doubt) => doubt === null)).toBe(true);
		},
	);

	it("stands where it says, behind the one before, whatever the text", () => {
		const odd = fc.constantFrom(..."'\"`\\/*!-#@.e1x \n\0\u00a0;", "/*", "*/", "--", "é", "😀");
		fc.assert(
			fc.property(
				fc.array(odd).map((parts) => parts.join("")),
				(sql) => {
					let end = 0;
					for (const token of sqlTokens(sql)) {
						expect(token.start).toBeGreaterThanOrEqual(end);
						expect(token.end).toBeGreaterThan(token.start);
						end = token.end;
					}
					expect(end).toBeLessThanOrEqual(sql.length);
				},
			),
		);
	});
});
