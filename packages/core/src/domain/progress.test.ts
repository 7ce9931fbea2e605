import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inTenths, type Progress } from "./progress.ts";

describe("how far something is", () => {
	it("is told once for each tenth, and at its end, however often it is asked for", () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1_000_000 }),
				fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 300 }),
				(total, parts) => {
					const told: Progress[] = [];
					const tell = inTenths(
						total,
						(event) => told.push(event),
						(done) => `${done} of ${total}`,
					);
					let done = 0;
					for (const part of parts) {
						done = Math.min(total, done + part);
						tell(done);
					}
					const dones = told.map((event) => (event.kind === "progress" ? event.done : -1));
					expect(told.length).toBeLessThanOrEqual(10);
					expect(dones).toEqual([...new Set(dones)].toSorted((one, other) => one - other));
					expect(dones.at(-1) === total).toBe(done === total);
					for (const event of told) expect(event.text).toMatch(new RegExp(` of ${total}$`));
				},
			),
		);
	});
});
