import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { dkronFiles } from "../../../../../test/builders/dkron-files.ts";
import { makeTree } from "../../../../../test/builders/tree.ts";
import { openLocal } from "../../connections/local/open-local.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import type { TryRun } from "../try-out.ts";
import { read } from "./read.ts";
import { tryOut } from "./try-out.ts";

const factsWith = (api: string): Facts => ({
	...{ folders: { pluginDir: "/etc/dkron/plugins" }, values: { api } },
	...{ home: "/etc/dkron/plugins", workFolder: "/etc/dkron/.graft", notes: [], problems: [] },
});

function planOf(files: Record<string, string | Uint8Array>, api: string): readonly TryRun[] {
	const tree = makeTree(files);
	const { extension } = read(tree, []);
	if (extension === null) throw new Error("no extension");
	return tryOut.plan(extension, tree, factsWith(api), "graft-1");
}
const jobOf = (run: TryRun | undefined) => run?.own.job;

describe("a try of a plugin", () => {
	it("gives a processor what a shell prints, with the settings of a sample", () => {
		const [run] = planOf(dkronFiles(), "http://127.0.0.1:1");
		expect(run?.name).toBe("processor mark");
		expect(run?.how).toContain("with the settings of job.json");
		expect(jobOf(run)).toMatchObject({
			...{ name: "graft-try-dkron-processor-mark", schedule: "@manually", executor: "shell" },
			...{ executor_config: { command: "echo graft-1" }, processors: { mark: { with: "here" } } },
		});
	});

	it("has an executor run what a sample of it runs, and only settings that are text", () => {
		const files = dkronFiles({ name: "dkron-executor-say", says: "1|1|unix|/nowhere|grpc" });
		const sample = { name: "a", schedule: "@daily", executor: "say" };
		const config = { text: "hello", number: 1 };
		files["job.json"] = JSON.stringify({ ...sample, executor_config: config });
		const [run] = planOf(files, "http://127.0.0.1:1");
		expect(jobOf(run)).toMatchObject({ executor: "say", executor_config: { text: "hello" } });
		delete files["job.json"];
		const [bare] = planOf(files, "http://127.0.0.1:1");
		expect(bare?.how).toContain("without settings");
		expect(jobOf(bare)).toMatchObject({ executor: "say", executor_config: {} });
	});

	it("is refused where nobody can be asked", () => {
		expect(() => planOf(dkronFiles(), "")).toThrow("Dkron's API does not answer there");
	});
});

/** Of Dkron's API no more than a job that is there, and what came of it. */
describe("a try, at an API double", () => {
	let server: Server;
	let api: string;
	let job: object | null;
	let executions: readonly object[];
	let asked: string[];
	const connection = openLocal("/unused");
	beforeAll(async () => {
		server = createServer(({ method, url }, answer) => {
			asked.push(`${method} ${url}`);
			if (url?.endsWith("/executions")) return answer.end(JSON.stringify(executions));
			if (method === "GET") answer.statusCode = job === null ? 404 : 200;
			if (method === "POST" && url === "/v1/jobs") answer.statusCode = job === null ? 201 : 403;
			if (method === "DELETE") job = null;
			return answer.end(JSON.stringify(job));
		}).listen(0, "127.0.0.1");
		await new Promise((resolve) => server.once("listening", resolve));
		api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(async () => {
		await connection.close();
		server.close();
	});
	const runAt = (given: object | null, done: readonly object[] = []): TryRun => {
		[job, executions, asked] = [given, done, []];
		const [run] = planOf(dkronFiles(), api);
		if (run === undefined) throw new Error("nothing to run");
		return run;
	};

	it("leaves somebody's job of that name alone", async () => {
		const run = runAt({ name: "graft-try-dkron-processor-mark", metadata: null });
		await expect(tryOut.begin(connection, run)).rejects.toMatchObject({ kind: "refused" });
		expect(asked).toEqual(["GET /v1/jobs/graft-try-dkron-processor-mark"]);
	});

	it("deletes what one before it left, and begins anew", async () => {
		const run = runAt({ metadata: { "made-by": "graft" } });
		await tryOut.begin(connection, run);
		expect(asked.map((line) => line.split(" ")[0])).toEqual(["GET", "DELETE", "POST", "POST"]);
	});

	it.each([
		["nothing yet", [], null],
		["not at its end", [{ finished_at: "0001-01-01T00:00:00Z", success: false }], null],
		["failed", [{ finished_at: "2026-01-01T00:00:00Z", success: false, output: "no" }], "failed"],
		[
			"unchanged",
			[{ finished_at: "2026-01-01T00:00:00Z", success: true, output: "graft-1\n" }],
			"unclear",
		],
		[
			"changed",
			[{ finished_at: "2026-01-01T00:00:00Z", success: true, output: "x: graft-1" }],
			"worked",
		],
	])("tells by its execution what came of it: %s", async (_, done, result) => {
		const tried = await tryOut.look(connection, runAt({}, done));
		expect(tried?.result ?? null).toBe(result);
	});

	it("ends where the job is gone already, too", async () => {
		await tryOut.end(connection, runAt(null));
		expect(asked).toEqual(["DELETE /v1/jobs/graft-try-dkron-processor-mark"]);
	});
});
