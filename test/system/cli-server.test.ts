import { spawn } from "node:child_process";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan } from "@graft/core/domain/plan";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const onServer = () => ["--server", "local", "--server-dir", instance.serverDir];

async function imported(id = "probe", version = "1.0"): Promise<void> {
	const path = await instance.zip(`${id}-${version}.zip`, ocsFiles({ id, version }));
	const { code, stderr } = await instance.run(["import", path]);
	expect(stderr).not.toContain("error");
	expect(code).toBe(0);
}

async function installed(id = "probe"): Promise<void> {
	await imported(id);
	const { code, stderr } = await instance.run(["install", id, ...onServer(), "--yes"]);
	expect(code, stderr).toBe(0);
}

const mapOf = (id = "Probe") =>
	join(instance.serverDir, "perl/Apache/Ocsinventory/Plugins", id, "Map.pm");
const confOf = (id = "probe") => join(instance.serverDir, "plugins", `${id}.conf`);

describe("a plan", () => {
	it("says each step and why, has a hash, and touches nothing", async () => {
		await imported();
		const before = await instance.snapshot(instance.serverDir);
		const { code, value } = await instance.json<Plan>(["plan", "probe", ...onServer()]);
		expect(code).toBe(0);
		expect(value.format).toBe(1);
		expect(value.hash).toMatch(/^[0-9a-f]{64}$/);
		const put = value.steps.filter(({ kind }) => kind === "put-file");
		expect(put.map(({ target }) => target)).toEqual([mapOf(), confOf()]);
		for (const step of value.steps) expect(step.why).not.toBe("");
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
		const { stdout } = await instance.run(["plan", "probe", ...onServer()]);
		expect(stdout).toContain(confOf());
	});

	it("of an archive imports nothing, and is the plan of what would be imported", async () => {
		const path = await instance.zip("probe.zip");
		const before = await instance.snapshot();
		const unseen = await instance.json<Plan>(["plan", path, ...onServer()]);
		expect(unseen.code).toBe(0);
		const dry = await instance.json<Plan>(["install", path, ...onServer(), "--dry-run"]);
		expect(dry.value.hash).toBe(unseen.value.hash);
		expect(await instance.snapshot()).toEqual(before);
		await imported();
		const seen = await instance.json<Plan>(["plan", "probe", ...onServer()]);
		expect(seen.value.hash).toBe(unseen.value.hash);
	});

	it("of a refused archive is refused", async () => {
		const path = await instance.zip("empty.zip", { "README.md": "nothing here" });
		expect((await instance.run(["plan", path, ...onServer()])).code).toBe(3);
	});
});

describe("install and uninstall", () => {
	it("puts both files, does nothing the second time, and leaves the server as it was", async () => {
		const before = await instance.snapshot(instance.serverDir);
		await imported();
		const first = await instance.json<object>(["install", "probe", ...onServer(), "--yes"]);
		expect(first).toMatchObject({
			code: 0,
			value: { format: 1, changed: true, receipt: { extension: { id: "probe" } } },
		});
		expect(await readFile(confOf(), "utf8")).toBe(ocsFiles()["APACHE/probe.conf"]);
		expect(await readFile(mapOf(), "utf8")).toBe(ocsFiles()["APACHE/Map.pm"]);

		const again = await instance.json<Plan>(["plan", "probe", ...onServer()]);
		expect(again.value.steps).toEqual([]);
		expect(await instance.json(["install", "probe", ...onServer(), "--yes"])).toMatchObject({
			code: 0,
			value: { changed: false },
		});

		const dry = await instance.json<Plan>(["uninstall", "probe", ...onServer(), "--dry-run"]);
		expect(dry.value.goal).toBe("absent");
		await access(confOf());
		expect((await instance.run(["uninstall", "probe", ...onServer(), "--yes"])).code).toBe(0);
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
	});

	it("imports an archive first, and says so", async () => {
		const path = await instance.zip("probe.zip");
		const { code, stderr } = await instance.run(["install", path, ...onServer(), "--yes"]);
		expect(code, stderr).toBe(0);
		expect(stderr).toContain("Imported probe 1.0");
		await access(confOf());
		await access(join(instance.folder, "extensions/probe/install.php"));
	});

	it("leaves no import behind where the server is not there", async () => {
		const path = await instance.zip("probe.zip");
		const nowhere = [
			"--server",
			"local",
			"--server-dir",
			join(instance.folder, "nowhere"),
			"--yes",
		];
		expect((await instance.run(["install", path, ...nowhere])).code).toBe(2);
		const { value } = await instance.json<{ extensions: unknown[] }>(["list"]);
		expect(value.extensions).toEqual([]);
	});

	it("applies the plan that was seen, and refuses another", async () => {
		await imported();
		const { value } = await instance.json<Plan>(["plan", "probe", ...onServer()]);
		const stale = value.hash.replace(/^./, (digit) => (digit === "0" ? "1" : "0"));
		const refused = await instance.run(["install", "probe", ...onServer(), "--plan", stale]);
		expect(refused.code).toBe(3);
		await expect(access(confOf())).rejects.toThrow();
		const done = await instance.run(["install", "probe", ...onServer(), "--plan", value.hash]);
		expect(done.code, done.stderr).toBe(0);
		await access(confOf());
	});

	it("puts everything back where the server's own Perl refuses the files", async () => {
		const files = ocsFiles();
		const broken = `${files["APACHE/Map.pm"]}`.replace(
			"use strict;",
			"use strict; $undeclared = 1;",
		);
		const path = await instance.zip("broken.zip", { ...files, "APACHE/Map.pm": broken });
		const before = await instance.snapshot(instance.serverDir);
		const args = ["install", path, ...onServer(), "--yes"];
		const warned = await instance.run(args);
		expect(warned.code, warned.stderr).toBe(3);
		expect(warned.stderr).toContain("--accept ocs/map-code");
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
		const { code, stderr } = await instance.run([...args, "--accept", "ocs/map-code"]);
		expect(code, stderr).toBe(3);
		expect(stderr).toContain("$undeclared");
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
	});

	it("ends before its next step when Ctrl-C comes in the middle, and rolls everything back", async () => {
		await imported();
		const args = ["install", "probe", ...onServer(), "--yes"];
		const child = spawn(process.execPath, [program, ...args], { env: instance.env });
		let stderr = "";
		child.stderr.setEncoding("utf8").on("data", (text: string) => {
			if (!stderr.includes("[1/") && (stderr + text).includes("[1/")) child.kill("SIGINT");
			stderr += text;
		});
		const code = await new Promise((resolve) => child.once("close", resolve));
		expect(stderr).toContain("[1/");
		expect(code, stderr).toBe(8);
		expect(stderr).toContain("this ends before its next step");
		for (const path of [confOf(), mapOf()]) await expect(access(path)).rejects.toThrow("ENOENT");
	});
});

describe("status", () => {
	it("is in sync after an install, and exits with 7 where a file was changed", async () => {
		await installed();
		expect(await instance.json(["status"])).toMatchObject({
			code: 0,
			value: {
				format: 1,
				extensions: [
					{
						id: "probe",
						platform: "ocs-inventory",
						servers: [{ server: "local", state: "in-sync", version: "1.0" }],
					},
				],
			},
		});
		await writeFile(mapOf(), "# somebody was here\n1;\n");
		const drifted = await instance.json<object>(["status", "probe"]);
		expect(drifted).toMatchObject({
			code: 7,
			value: {
				extensions: [
					{
						servers: [
							{
								state: "drifted",
								files: expect.arrayContaining([{ path: mapOf(), state: "drifted" }]),
							},
						],
					},
				],
			},
		});
		expect((await instance.run(["status"])).stdout).toContain("drifted");
		const mended = await instance.run(["install", "probe", ...onServer(), "--yes"]);
		expect(mended.code, mended.stderr).toBe(0);
		expect((await instance.run(["status"])).code).toBe(0);
	});

	it("says what is missing", async () => {
		await installed();
		await rm(confOf());
		const { value } = await instance.json<object>(["status", "probe", ...onServer()]);
		expect(JSON.stringify(value)).toContain('"missing"');
	});

	it("asks nothing of anybody where nothing was imported", async () => {
		const before = await instance.snapshot();
		expect(await instance.json(["status"])).toEqual({
			code: 0,
			value: { format: 1, extensions: [] },
		});
		expect(await instance.snapshot()).toEqual(before);
	});
});
