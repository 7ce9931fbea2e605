import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dkronFiles } from "../../../../../test/builders/dkron-files.ts";
import { agent, dkronServer, healthy } from "../../../../../test/builders/dkron-server.ts";
import { makeTree } from "../../../../../test/builders/tree.ts";
import { discover } from "./discover.ts";
import { checkUse } from "./in-use.ts";
import { read } from "./read.ts";

let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), "graft-dkron-"));
	mkdirSync(join(root, "etc/dkron"), { recursive: true });
	writeFileSync(join(root, "etc/dkron/dkron.yml"), "");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("what would miss a plugin", () => {
	const jobs = (count: number, executor: string) =>
		Array.from({ length: count }, (_, at) => ({
			name: `job${at + 1}`,
			executor,
			processors: null,
		}));

	async function use(pages: Readonly<Record<string, readonly [number, unknown]>>) {
		const host = dkronServer(root, { running: { 7: agent }, api: { ...healthy, ...pages } });
		const { extension } = read(makeTree(dkronFiles({ name: "dkron-executor-say" })), []);
		if (extension === null) throw new Error("it is none");
		return checkUse(host, extension, await discover(host, {}));
	}

	it("are the jobs that name it, on each page", async () => {
		const [problem, ...others] = await use({
			"/v1/jobs?_start=0&_end=50": [200, jobs(50, "shell")],
			"/v1/jobs?_start=50&_end=100": [200, jobs(12, "say")],
		});
		expect(others).toEqual([]);
		expect(problem).toMatchObject({ code: "dkron/in-use", severity: "warning", part: "server" });
		expect(problem?.message).toMatch(/^12 jobs use it: job1, .*, job10 and 2 more\. /);
	});

	it("are told once where the API knows no pages, and gives all of them each time", async () => {
		const all = [200, jobs(50, "say")] as const;
		const pages = { "/v1/jobs?_start=0&_end=50": all, "/v1/jobs?_start=50&_end=100": all };
		const [problem] = await use(pages);
		expect(problem?.message).toMatch(/^50 jobs use it/);
	});

	it("are none where no job names it", async () => {
		expect(await use({ "/v1/jobs?_start=0&_end=50": [200, jobs(3, "shell")] })).toEqual([]);
	});

	it("cannot be told where its API gives no list", async () => {
		expect(await use({ "/v1/jobs?_start=0&_end=50": [401, null] })).toEqual([
			expect.objectContaining({ code: "dkron/use-unknown", severity: "info" }),
		]);
	});
});
