import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { describe, expect, it } from "vitest";
import { plain } from "../terminal/terminal.ts";
import { databasePlanLines } from "./database-plan.ts";

const plan: DatabasePlan = {
	...{ format: 1, goal: "active", platform: "ocs-inventory" },
	extension: { id: "probe", version: "1.0" },
	content: null,
	database: "mysql://ocs@db:3306/ocsweb",
	steps: [
		{
			...{ kind: "run-statement", target: "probe", effect: "table", why: "is not there yet" },
			...{
				statement: "CREATE TABLE probe (\n  a int\n)",
				parameters: [],
				undo: null,
				isFinal: false,
			},
		},
		{
			...{ kind: "run-statement", target: "extensions", effect: "rows", why: "makes it active" },
			...{ statement: "INSERT INTO extensions VALUES (?, ?)", parameters: ["it's", null] },
			...{ undo: null, isFinal: false },
		},
		{ kind: "drop-table", target: "old", why: "its rows go with it" },
	],
	skipped: [{ statement: "DROP TABLE probe\u001b[2K", reason: "makes room\nfirst" }],
	kept: [{ table: "probe", what: ["a is wider", "b is kept"] }],
	problems: [],
	notes: ["shown as 1"],
	hash: "f".repeat(64),
};

describe("the plan for a database", () => {
	it("shows every statement, sent or not, and why", () => {
		expect(databasePlanLines(plan, plain)).toEqual([
			"Plan to activate probe 1.0 in mysql://ocs@db:3306/ocsweb",
			"  1. change probe: is not there yet",
			"       CREATE TABLE probe (",
			"         a int",
			"       )",
			"  2. change extensions: makes it active",
			"       INSERT INTO extensions VALUES (?, ?)",
			'       with "it\'s", null',
			"  3. drop old: its rows go with it",
			"  not sent: makes room first",
			"       DROP TABLE probe\\x1b[2K",
			"  kept: probe: a is wider; b is kept",
			"  note: shown as 1",
			`  hash ${"f".repeat(64)}`,
		]);
	});

	it("says so where nothing is to do", () => {
		const lines = databasePlanLines({ ...plan, steps: [], skipped: [], kept: [] }, plain);
		expect(lines[1]).toContain("Nothing to do");
	});
});
