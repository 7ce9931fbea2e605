import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { printable } from "./printable.ts";

describe("printable", () => {
	it("shows terminal escapes instead of letting them act", () => {
		expect(printable("\u001b[2Jgone\u0007 \u009b31m\r\n")).toBe(
			"\\x1b[2Jgone\\x07 \\x9b31m\\x0d\n",
		);
	});

	it("shows characters that turn or hide text", () => {
		expect(printable("a\u202egnp.exe\u200b\u2028")).toBe("a\\u{202e}gnp.exe\\u{200b}\\u{2028}");
	});

	it("leaves what people write as it is", () => {
		expect(printable("Überprüfung\tл 漢 é\n")).toBe("Überprüfung\tл 漢 é\n");
	});

	it("never lets a control character through", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				for (const character of printable(text)) {
					expect(/[\n\t]|[^\p{Cc}\p{Cf}\p{Cs}]/u.test(character)).toBe(true);
					expect(character === "\u001b" || character === "\r").toBe(false);
				}
			}),
		);
	});
});
