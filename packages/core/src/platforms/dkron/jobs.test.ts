import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeTree } from "../../../../../test/builders/tree.ts";
import { findJobs } from "./jobs.ts";

const find = (path: string, value: unknown) =>
	findJobs(
		makeTree({
			[path]:
				typeof value === "string" || value instanceof Uint8Array ? value : JSON.stringify(value),
		}),
	);

describe("a sample job", () => {
	it("says by name which plugins it uses", () => {
		const processors = { mark: { with: "here" }, log: null };
		const job = { name: "nightly", schedule: "@daily", executor: "say", processors };
		expect(find("examples/nightly.json", job)).toEqual({
			jobs: [
				{
					path: "examples/nightly.json",
					name: "nightly",
					uses: { executor: "say", processors: ["mark", "log"] },
					notText: [],
				},
			],
			unreadable: [],
		});
	});

	it("names each setting that is not text", () => {
		const { jobs } = find("job.json", {
			schedule: "@daily",
			executor_config: { command: "date", timeout: 5 },
			executor: "shell",
			processors: { mark: { forward: true, with: "here" }, log: "yes" },
		});
		expect(jobs.map(({ notText }) => notText)).toEqual([
			["executor_config.timeout", "processors.mark.forward", "processors.log"],
		]);
	});

	it.each([
		["package.json", { name: "x", version: "1" }],
		["job.json", { schedule: "@daily" }],
		["job.json", { schedule: 5, executor: "shell" }],
		["jobs.json", [{ schedule: "@daily", executor: "shell" }]],
		["job.json", "null"],
		["job.txt", "no JSON"],
		["package.json", "no JSON"],
	])("is none: %s with %j", (path, value) => {
		expect(find(path, value)).toEqual({ jobs: [], unreadable: [] });
	});

	it.each([
		["cut off", "{"],
		["empty", ""],
		["in Latin-1", Uint8Array.of(0x22, 0xe4, 0x22)],
	])("that is no JSON in UTF-8 is told of: %s", (_, content) => {
		expect(find("a/Job.json", content)).toEqual({ jobs: [], unreadable: ["a/Job.json"] });
	});

	it("is read of any JSON without a throw", () => {
		fc.assert(
			fc.property(
				fc.record({
					schedule: fc.string(),
					executor: fc.jsonValue(),
					executor_config: fc.jsonValue(),
					processors: fc.jsonValue(),
				}),
				(value) => {
					const { jobs, unreadable } = find("job.json", value);
					expect({ jobs: jobs.length, unreadable }).toEqual({ jobs: 1, unreadable: [] });
				},
			),
		);
	});
});
