import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Plan } from "@graft/core/domain/plan";
import type { UpPlan } from "@graft/services/whole-way/up-plan";
import { expect, it } from "vitest";
import { shownUpPlan } from "./shown-plans.ts";

const many = <T>(make: (index: number) => T) => Array.from({ length: 9900 }, (_, at) => make(at));

const about = { format: 1, platform: "ocs-inventory", content: null, hash: "h" } as const;
const extension = { id: "probe", version: "1.0" };
const server: Plan = {
	...{ ...about, extension, goal: "absent", server: "local", leaves: null, notes: ["a note"] },
	place: { key: "p", workFolder: "/w", receiptsFolder: "/r", reach: [] },
	steps: many((at) => ({ kind: "make-folder", target: `/srv/folder-${at}`, mode: 0o755, why: "" })),
};
const database: DatabasePlan = {
	...{ ...about, extension, goal: "active", database: "ocsweb", skipped: [], notes: [] },
	steps: many((at) => ({ kind: "drop-table", target: `probe_${at}`, why: "" })),
	kept: many((at) => ({ table: `kept_${at}`, what: [] })),
	problems: [],
};
const plan: UpPlan = {
	...{ format: 1, extension, imports: false, database, servers: [server] },
	...{ deployment: null, problems: [], hash: "whole" },
};

it("a plan of thousands of steps is shown by its beginning, says what is left out, and is the same plan", () => {
	const shown = shownUpPlan(plan);
	expect(JSON.stringify(shown).length).toBeLessThan(100_000);
	expect(shown.hash).toBe("whole");
	expect(shown.servers[0]?.steps).toEqual(server.steps.slice(0, 200));
	const left = (what: string) =>
		`9,700 more ${what} not listed here; install-plugin with --dry-run lists all.`;
	expect(shown.servers[0]?.notes).toEqual(["a note", left("steps are")]);
	expect(shown.database?.notes).toEqual([left("steps are"), left("tables that stay are")]);
});
