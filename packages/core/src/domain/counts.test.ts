import { expect, it } from "vitest";
import { countOf } from "./counts.ts";

it("groups numbers and says one of one", () => {
	const entry = (count: number) => countOf(count, "entry", "entries");
	expect([0, 1, 2, 12_431].map(entry)).toEqual([
		"0 entries",
		"1 entry",
		"2 entries",
		"12,431 entries",
	]);
	expect([1, 1000].map((count) => countOf(count, "machine"))).toEqual([
		"1 machine",
		"1,000 machines",
	]);
});
