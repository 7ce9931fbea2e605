import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { Cell, DatabaseConnection } from "@graft/core/databases/database-connection";
import { GraftError } from "@graft/core/domain/errors";
import { isRefused } from "@graft/core/domain/problem";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ocsFiles } from "../../../../test/builders/ocs-files.ts";
import { makeZip } from "../../../../test/builders/zip.ts";
import { patient } from "../../../../test/patience.ts";
import { buildWorker } from "../../build.mjs";
import { readerVersion } from "../../reader-version.mjs";
import { agentFiles } from "../bundles/agent-files.ts";
import { openTaskPool, type TaskPool } from "./open-task-pool.ts";
import { runHere } from "./run-here.ts";

const dist = resolve(import.meta.dirname, "../../dist");
const real = join(dist, `worker-${process.pid}.mjs`);
const odd = join(dist, `odd-worker-${process.pid}.mjs`);
const text = (value: string) => new TextEncoder().encode(value);

let pool: TaskPool;

beforeAll(async () => {
	await buildWorker({ outfile: real });
	await buildWorker({ entry: "test/odd-worker.ts", outfile: odd });
});
afterEach(() => pool.close());
afterAll(() => {
	for (const file of [real, odd]) rmSync(file, { force: true });
});

describe("a task that a package holds up", () => {
	// A new worker starts within it.
	const limits = { deadlineMs: patient(5000), memoryMiB: 64 };

	it.each([
		["loops for ever", "l", /longer than/],
		["backtracks for ever", "r", /longer than/],
		["takes all memory", "m", /more than 64 MiB/],
		["ends its thread", "x", /longer than/],
	])(
		"%s: ends at the limit, is refused, and leaves the pool as it was",
		async (_, kind, message) => {
			pool = openTaskPool(odd, kind === "m" ? { ...limits, deadlineMs: patient(30_000) } : limits);
			const attempts = Array.from({ length: 3 }, () => pool.runTask("inspect", text(kind), []));
			for (const attempt of await Promise.allSettled(attempts)) {
				expect(attempt).toMatchObject({ status: "rejected", reason: { kind: "refused" } });
				const { reason } = attempt as PromiseRejectedResult;
				expect(reason).toBeInstanceOf(GraftError);
				expect(reason.message).toMatch(/^Reading this archive takes /);
				expect(reason.message).toMatch(message);
				expect(reason.hint).not.toBe("");
			}
			expect(await pool.runTask("inspect", text("e12"), [])).toMatchObject({ copy: text("12") });
		},
	);

	it("leaves the event loop free meanwhile", async () => {
		pool = openTaskPool(odd, limits);
		const delay = monitorEventLoopDelay({ resolution: 5 });
		const held = pool.runTask("inspect", text("l"), []).catch(() => "ended");
		await pause(100);
		delay.enable();
		expect(await held).toBe("ended");
		delay.disable();
		expect(delay.percentile(95) / 1e6).toBeLessThan(100);
	});

	it("tells a refusal from a fault of ours", async () => {
		pool = openTaskPool(odd);
		const refusal = await pool.runTask("inspect", text("f"), []).catch((error) => error);
		expect(refusal).toBeInstanceOf(GraftError);
		expect(refusal).toMatchObject({ kind: "refused", message: "No.", hint: "Never." });
		const bug = await pool.runTask("inspect", text("b"), []).catch((error) => error);
		expect(bug).not.toBeInstanceOf(GraftError);
		expect(bug).toMatchObject({ name: "TypeError", message: "a fault of ours" });
	});

	it("counts no waiting for its turn", async () => {
		pool = openTaskPool(odd, limits);
		const first = Array.from({ length: 4 }, () =>
			pool.runTask("inspect", text("l"), []).catch(() => "ended"),
		);
		const last = pool.runTask("inspect", text("e12"), []);
		expect(await Promise.all(first)).toEqual(["ended", "ended", "ended", "ended"]);
		expect(await last).toMatchObject({ copy: text("12") });
	});
});

describe("a task in a worker", () => {
	it("says what it says in this thread", async () => {
		pool = openTaskPool(real);
		for (const zip of [makeZip(ocsFiles()), makeZip({ "a.txt": "x" }), text("no zip")])
			expect(await pool.runTask("inspect", zip, [])).toEqual(await runHere("inspect", zip, []));
	});

	it("knows a reading by the same key as the command line, while nothing that reads changes", async () => {
		pool = openTaskPool(real);
		const there = await pool.runTask("readingKey", "sha256", []);
		expect(await runHere("readingKey", "sha256", [])).toBeNull();
		vi.stubGlobal("GRAFT_READER", readerVersion());
		expect(await runHere("readingKey", "sha256", [])).toBe(there);
		vi.unstubAllGlobals();
	});

	it("hands over the files whole", async () => {
		pool = openTaskPool(real);
		const zip = makeZip({ "probe/large.bin": new Uint8Array(300_000).fill(7), ...ocsFiles() });
		const there = await pool.runTask("read", zip, []);
		const here = await runHere("read", zip, []);
		const contents = ({ archive }: typeof here) =>
			[...archive.files].map(([path, { bytes, sha256 }]) => [path, Buffer.from(bytes), sha256]);
		expect(contents(there)).toEqual(contents(here));
		expect(there.reading).toEqual(here.reading);
	});

	it("writes the very inspection that it makes, and what has to be known of it", async () => {
		pool = openTaskPool(real);
		const refused = makeZip({ ...ocsFiles(), "install.php": "<?php nonsense(" });
		for (const zip of [makeZip(ocsFiles()), refused, text("no zip")]) {
			const { inspection } = await runHere("inspect", zip, []);
			const { json, claimant: _, ...known } = await pool.runTask("report", zip, []);
			expect(Buffer.from(json).toString()).toBe(JSON.stringify(inspection));
			expect(known).toEqual({
				sha256: inspection.archive.sha256,
				id: inspection.extension?.id ?? null,
				platform: inspection.extension?.platform ?? null,
				isRefused: isRefused(inspection.problems),
				dependsOnSchema: false,
			});
		}
	});

	it("packs the same bundles and packages as in this thread", async () => {
		pool = openTaskPool(real);
		const { archive, reading } = await runHere("read", makeZip(ocsFiles()), []);
		if (reading.extension === null) throw new Error("not recognised");
		const from = { extension: reading.extension, tree: archive };
		const files = await agentFiles(from);
		const downloads = ["packDownloads", from.extension, files, {}, true] as const;
		const packages = ["packPackages", from.extension, files, {}, "install"] as const;
		expect(await pool.runTask(...downloads)).toEqual(await runHere(...downloads));
		expect(await pool.runTask(...packages)).toEqual(await runHere(...packages));
		const wrong = { files: ["agent/Other.ps1"] };
		const refused = pool.runTask("packDownloads", from.extension, files, wrong, true);
		await expect(refused).rejects.toMatchObject({ kind: "usage" });
	});

	it("works with the session that it is lent, and hears what the database refuses", async () => {
		pool = openTaskPool(real);
		const asked: string[] = [];
		const connection: DatabaseConnection = {
			label: "mysql://somewhere/ocs",
			query: async (sql: string, parameters?: readonly Cell[]) => {
				asked.push(`${sql} ${parameters ?? ""}`);
				if (asked.length === 2) throw new GraftError("refused", "no such table");
				return [];
			},
			execute: async () => ({ affected: 0 }),
			stream: () => {
				throw new Error("not here");
			},
			close: async () => undefined,
		};
		const { reading } = await runHere("read", makeZip(ocsFiles()), []);
		if (reading.extension === null) throw new Error("not recognised");
		const plan = pool.runTask("planTables", connection, {
			...{ goal: "active", extension: reading.extension, accepted: [], dropTables: false },
			...{ formerTables: [], others: new Map() },
		});
		await expect(plan).rejects.toMatchObject({ kind: "refused", message: "no such table" });
		expect(asked.length).toBe(2);
	});
});
