import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { judge } from "./metrics.ts";

const script = { path: "sys/60_x.py", args: [], timeoutMs: 59_500 };
const good = {
	...{ endpoint: "host", metric: "x", timestamp: 1, step: 60, value: 1 },
	...{ counterType: "GAUGE", tags: "" },
};
const judged = (stdout: unknown, code = 0, stderr = "") =>
	judge(script, {
		...{ code, stderr },
		stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout),
	});

describe("what a plugin printed", () => {
	it("is taken where each metric is whole", () => {
		expect(judged([good, { ...good, value: "1e3" }])).toEqual({
			columns: ["metric", "tags", "value", "step", "type", "endpoint"],
			rows: [
				{ cells: ["x", "", "1", "60", "GAUGE", "host"], dropped: [] },
				{ cells: ["x", "", "1e3", "60", "GAUGE", "host"], dropped: [] },
			],
			...{ faults: [], notes: [] },
		});
	});

	it.each<[string, object, RegExp]>([
		["no metric", { metric: "" }, /no metric/],
		["a name of old agents", { metric: "kernel.hostname" }, /kernel\.hostname/],
		["no endpoint", { endpoint: null }, /no endpoint/],
		["another type", { counterType: "gauge" }, /"gauge"/],
		["step 0", { step: 0 }, /step is 0/],
		["a value that is none", { value: "12 ms" }, /"12 ms"/],
		["a value that is true", { value: true }, /true/],
		["no value", { value: null }, /none/],
		["too long a name", { metric: "é".repeat(200), tags: "a=".padEnd(111, "b") }, /511 bytes/],
	])("is dropped with %s, and the others are not", (_, change, why) => {
		const { rows, faults } = judged([{ ...good, ...change }, good]);
		expect(faults).toEqual([]);
		expect(rows[0]?.dropped).toEqual([expect.stringMatching(why)]);
		expect(rows[1]?.dropped).toEqual([]);
	});

	it.each<[string, unknown, RegExp]>([
		["nothing", "", /printed nothing/],
		["no JSON", "up 1\n", /no JSON/],
		["an object", good, /no JSON list/],
		["an empty list", [], /empty list/],
		["a number among them", [good, 1], /Item 2: it is no object/],
		["a step as text", [{ ...good, step: "60" }], /step is no whole number/],
		["a step with a point", JSON.stringify([good]).replace(":60", ":60.0"), /60\.0/],
		["tags as an object", [{ ...good, tags: { a: "b" } }], /tags is no text/],
	])("is not taken at all where it is %s", (_, stdout, why) => {
		expect(judged(stdout)).toMatchObject({ rows: [], faults: [expect.stringMatching(why)] });
	});

	it("is not taken after a failure, but where it said something of that", () => {
		expect(judged([good], 1).faults).toEqual([expect.stringMatching(/ended with 1/)]);
		expect(judged([good], 1, "oh\n")).toMatchObject({
			faults: [],
			notes: [/error/, /1/].map((each) => expect.stringMatching(each)),
		});
	});

	it("says where its step is unlike that of the name", () => {
		expect(judged([{ ...good, step: 30 }]).notes).toEqual([expect.stringMatching(/every 60 s/)]);
	});

	it("is judged whatever it is", () => {
		fc.assert(
			fc.property(fc.json(), (stdout) => {
				const { rows, faults } = judged(stdout);
				expect(rows.length > 0).toBe(faults.length === 0);
			}),
		);
	});
});
