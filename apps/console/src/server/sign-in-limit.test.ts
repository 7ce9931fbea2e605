import { describe, expect, it } from "vitest";
import { SignInLimit } from "./sign-in-limit.ts";

const minute = 60_000;

describe("guesses at a password", () => {
	it("end from the place that guesses, and not for the person who knows it elsewhere", () => {
		const limit = new SignInLimit(() => 0);
		const outcomes = Array.from({ length: 30 }, () => limit.begin("ada@x", "10.0.0.1"));
		expect(outcomes.filter((wait) => wait !== null)).toHaveLength(10);
		expect(limit.begin("ada@x", "10.0.0.2")).toBe(0);
		expect(limit.begin("grace@x", "10.0.0.1")).toBe(0);
		expect(limit.begin(" ADA@x ", "10.0.0.1")).toBeNull();
	});

	it("from many places are slow, and the right one still comes through", () => {
		const limit = new SignInLimit(() => 0);
		const waits = Array.from({ length: 500 }, (_, index) =>
			limit.begin("ada@x", `10.0.1.${index}`),
		);
		expect(waits.at(0)).toBe(0);
		expect(waits.at(-1)).toBe(3000);
		expect(limit.begin("ada@x", "192.0.2.1")).toBe(3000);
		expect(limit.begin("grace@x", "192.0.2.1")).toBe(0);
	});

	it("are forgotten after a quarter of an hour, and at once where one was right", () => {
		let now = 0;
		const limit = new SignInLimit(() => now);
		for (let attempt = 0; attempt < 10; attempt++) limit.begin("ada@x", "a");
		expect(limit.begin("ada@x", "a")).toBeNull();
		now += 15 * minute;
		expect(limit.begin("ada@x", "a")).toBe(0);
		limit.succeed("ada@x", "a");
		for (let attempt = 0; attempt < 10; attempt++) expect(limit.begin("ada@x", "a")).not.toBeNull();
	});

	it("with ever new names take no more memory than there is room for", () => {
		const limit = new SignInLimit(() => 0);
		for (let name = 0; name < 50_000; name++) limit.begin(`${name}@x`, "a");
		expect(limit.begin("49999@x", "a")).toBe(0);
	});
});
