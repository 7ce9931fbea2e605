import fc from "fast-check";
import { expect, it } from "vitest";
import { asJson } from "./output.ts";

it("prints JSON that reads back as the same value", () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			expect(JSON.parse(asJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
});

it("prints JSON in which nothing can steer a terminal", () => {
	const hostile = "\u001b[2J\u009b31m\u202eevil\u2066\u200b\u007f\u{e0041}";
	const json = asJson({ name: hostile });
	expect(json.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
	expect(JSON.parse(json)).toEqual({ name: hostile });
});
