import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mergeOrders } from "./order.ts";

describe("mergeOrders", () => {
	it("keeps what is referred to before what refers to it, in both lists", () => {
		expect(mergeOrders(["old map", "conf"], ["new map", "conf"])).toEqual([
			"old map",
			"new map",
			"conf",
		]);
	});

	it("holds everything once, in an order that both lists agree with", () => {
		const lists = fc
			.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String), { maxLength: 15 })
			.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all), fc.subarray(all)));
		fc.assert(
			fc.property(lists, ([all, first, second]) => {
				const merged = mergeOrders(first, second);
				const wanted = all.filter((item) => first.includes(item) || second.includes(item));
				expect(merged.toSorted()).toEqual(wanted.toSorted());
				expect(merged.filter((item) => first.includes(item))).toEqual(first);
				expect(merged.filter((item) => second.includes(item))).toEqual(second);
			}),
		);
	});
});
