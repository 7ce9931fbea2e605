import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Plan } from "@graft/core/domain/plan";
import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import { folderPlanIn, serverPlansIn, tablesPlanIn } from "@graft/services/way/place-plan";
import type { UpPlan } from "@graft/services/way/up-plan";
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
const repository: RepositoryPlan = {
	...{ format: 1, platform: "any", hash: "h", extension, goal: "present", problems: [] },
	...{ repository: "ssh://git@host/x", branch: "main", folder: "probe", notes: ["a note"] },
	steps: many((at) => ({
		...{ kind: "put-file", target: `probe/${at}`, why: "", before: null, after: "a" },
	})),
};
const plan: UpPlan = {
	...{ format: 2, imports: false, problems: [], hash: "whole" },
	subject: { ...extension, platform: "ocs-inventory", sha256: "c" },
	places: [
		{ place: "database", driver: "sql", plan: database },
		{ place: "server", driver: "files", plan: server },
		{ place: "repository", driver: "git", plan: repository },
	],
};

it("a plan of thousands of steps is shown by its beginning, says what is left out, and is the same plan", () => {
	const shown = shownUpPlan(plan);
	expect(JSON.stringify(shown).length).toBeLessThan(100_000);
	expect(shown.hash).toBe("whole");
	const [shownServer] = serverPlansIn(shown.places);
	expect(shownServer?.steps).toEqual(server.steps.slice(0, 200));
	const left = (what: string) =>
		`9,700 more ${what} not listed here; install-plugin with --dry-run lists all.`;
	expect(shownServer?.notes).toEqual(["a note", left("steps are")]);
	expect(folderPlanIn(shown.places)?.steps).toHaveLength(200);
	expect(folderPlanIn(shown.places)?.notes).toEqual(["a note", left("steps are")]);
	expect(tablesPlanIn(shown.places)?.notes).toEqual([
		left("steps are"),
		left("tables that stay are"),
	]);
});
