import { spawn } from "node:child_process";
import { access, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
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

describe("inspect", () => {
	it("prints the one object that scripts rely on, and leaves nothing behind", async () => {
		const path = await instance.zip("probe.zip");
		const before = await instance.snapshot();
		const { code, value } = await instance.json<object>(["inspect", path]);
		expect(code).toBe(0);
		expect(Object.keys(value)).toEqual(["format", "archive", "extension", "parts", "problems"]);
		expect(value).toMatchObject({
			format: 1,
			extension: { platform: "ocs-inventory", id: "probe", version: "1.0" },
			parts: { server: { files: [{ from: "APACHE/Map.pm" }, { from: "APACHE/probe.conf" }] } },
		});
		expect(await instance.snapshot()).toEqual(before);
	});

	it("exits with 3 where the archive would be refused, and the object says why", async () => {
		const files = ocsFiles();
		const path = await instance.zip("bom.zip", {
			...files,
			"APACHE/probe.conf": `\ufeff${files["APACHE/probe.conf"]}`,
		});
		const { code, value } = await instance.json<object>(["inspect", path]);
		expect(code).toBe(3);
		expect(value).toMatchObject({
			problems: expect.arrayContaining([
				expect.objectContaining({ severity: "error", code: "ocs/conf-bom" }),
			]),
		});
	});

	it("tells a person the same", async () => {
		const { code, stdout } = await instance.run(["inspect", await instance.zip("probe.zip")]);
		expect(code).toBe(0);
		for (const part of ["Extension probe 1.0", "CREATE TABLE", "APACHE/Map.pm", "agent/Probe.ps1"])
			expect(stdout).toContain(part);
	});

	it("shows no terminal escape that a package brought along", async () => {
		const infos = { displayName: "\u001b]0;evil\u0007", author: ["\u009b31m"], version: "1.0" };
		const path = await instance.zip("hostile.zip", {
			...ocsFiles(),
			"infos.json": JSON.stringify({ ...infos, description: { en: "a\u001b[2Jb" }, licence: "x" }),
		});
		for (const flags of [[], ["--json"]]) {
			const { stdout, stderr } = await instance.run(["inspect", path, ...flags]);
			expect(stdout + stderr).not.toMatch(/[^\n\P{Cc}]/u);
		}
	});
});

describe("what is on this machine", () => {
	it("imports, lists, activates, deactivates and removes", async () => {
		const path = await instance.zip("probe.zip");
		expect(await instance.json(["import", path])).toMatchObject({
			code: 0,
			value: { format: 1, id: "probe", version: "1.0", replacedVersion: null },
		});
		await access(join(instance.folder, "extensions/probe/install.php"));
		expect(await instance.json(["activate", "probe"])).toEqual({
			code: 0,
			value: { format: 1, id: "probe", active: true },
		});
		expect(await instance.json(["list"])).toMatchObject({
			code: 0,
			value: { format: 1, extensions: [{ id: "probe", active: true }], broken: [] },
		});
		expect((await instance.run(["list"])).stdout).toContain("probe 1.0");
		expect(await instance.json(["deactivate", "probe"])).toMatchObject({
			value: { active: false },
		});
		expect(await instance.json(["remove", "probe", "--yes"])).toEqual({
			code: 0,
			value: { format: 1, id: "probe", removed: true },
		});
		expect(await readdir(join(instance.folder, "extensions"))).toEqual([]);
	});

	it("says which version took whose place", async () => {
		await imported("probe", "1.0");
		const newer = await instance.zip("newer.zip", ocsFiles({ version: "1.1" }));
		expect(await instance.json(["import", newer])).toMatchObject({
			value: { version: "1.1", replacedVersion: "1.0" },
		});
	});

	it("lists a broken folder beside the good ones, with its reason", async () => {
		await imported();
		await mkdir(join(instance.folder, "extensions/stray"));
		await writeFile(join(instance.folder, "extensions/stray/notes.txt"), "left over");
		const { code, stdout } = await instance.run(["list"]);
		expect(code).toBe(0);
		expect(stdout).toContain("probe 1.0");
		expect(stdout).toContain("broken folder stray");
	});

	it("shows and writes nothing with --dry-run", async () => {
		const path = await instance.zip("probe.zip");
		const before = await instance.snapshot();
		expect((await instance.run(["import", path, "--dry-run"])).code).toBe(0);
		expect(await instance.snapshot()).toEqual(before);
		await imported();
		expect((await instance.run(["remove", "probe", "--dry-run"])).stdout).toContain("Would remove");
		await access(join(instance.folder, "extensions/probe/install.php"));
	});

	it("refuses to remove what is active", async () => {
		await imported();
		await instance.run(["activate", "probe"]);
		expect((await instance.run(["remove", "probe", "--yes"])).code).toBe(3);
	});
});

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
		const { code, stderr } = await instance.run(["install", path, ...onServer(), "--yes"]);
		expect(code, stderr).toBe(3);
		expect(stderr).toContain("undeclared");
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
	});

	it("ends with everything there when Ctrl-C comes in the middle", async () => {
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
		expect(code, stderr).toBe(0);
		expect(stderr).toContain("Not stopping half-way");
		await Promise.all([access(confOf()), access(mapOf())]);
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

describe("bundle", () => {
	it("writes the packages for both agents, and the same bytes again", async () => {
		await imported();
		const output = join(instance.folder, "out");
		const { code, value } = await instance.json<{ bundles: { path: string; agents: string }[] }>([
			"bundle",
			"probe",
			"--output",
			output,
		]);
		expect(code).toBe(0);
		expect(new Set(value.bundles.map(({ agents }) => agents))).toEqual(
			new Set(["unix", "windows"]),
		);
		const before = await instance.snapshot(output);
		expect(Object.keys(before)).toEqual(value.bundles.map(({ path }) => path).sort());
		expect((await instance.run(["bundle", "probe", "--output", output])).code).toBe(0);
		expect(await instance.snapshot(output)).toEqual(before);
	});

	it("replaces a file of another content only when told to", async () => {
		await imported();
		const output = join(instance.folder, "out");
		const args = ["bundle", "probe", "--output", output];
		const { value } = await instance.json<{ bundles: { path: string }[] }>(args);
		const path = value.bundles[0]?.path ?? "";
		await writeFile(path, "somebody's own");
		const refused = await instance.run(args);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain(path);
		expect(await readFile(path, "utf8")).toBe("somebody's own");
		expect((await instance.run([...args, "--yes"])).code).toBe(0);
		expect(await readFile(path, "utf8")).not.toBe("somebody's own");
	});

	it("has deployment packages too", async () => {
		await imported();
		const output = join(instance.folder, "out");
		const args = ["bundle", "probe", "--output", output, "--deployment"];
		const { value } = await instance.json<{ bundles: { kind: string }[] }>(args);
		expect(value.bundles.map(({ kind }) => kind)).toContain("deployment");
	});
});

describe("bad input", () => {
	const cases: [what: string, args: () => string[], code: number, named: string][] = [
		["an unknown command", () => ["instal", "probe"], 2, "instal"],
		["an unknown flag", () => ["install", "probe", "--serverdir", "/x"], 2, "--serverdir"],
		["no command, and nobody to ask", () => [], 2, "command"],
		["an archive that is not there", () => ["inspect", "/nowhere/x.zip"], 2, "/nowhere/x.zip"],
		["a folder for an archive", () => ["import", instance.folder], 2, "is not a file"],
		["an id that is not there", () => ["activate", "nosuch"], 2, "nosuch"],
		["an id that is a path", () => ["activate", "../../etc"], 2, "../../etc"],
		["no server", () => ["install", "probe", "--yes"], 2, "--server"],
		["no server for a plan", () => ["plan", "probe"], 2, "--server"],
		["no yes", () => ["install", "probe", ...onServer()], 2, "--yes"],
		["no yes for removing", () => ["remove", "probe"], 2, "--yes"],
		[
			"a server that is none",
			() => ["plan", "probe", "--server", "ssh://-oProxyCommand=x"],
			2,
			"ssh://",
		],
		["a protocol that is none", () => ["plan", "probe", "--server", "ftp://host"], 2, "ftp://host"],
		[
			"a flag for SSH on this machine",
			() => ["plan", "probe", "--server", "local", "--sudo"],
			2,
			"--sudo",
		],
		[
			"a server folder that is not there",
			() => ["plan", "probe", "--server", "local", "--server-dir", "/nowhere"],
			2,
			"/nowhere",
		],
		[
			"a server folder that is not absolute",
			() => ["plan", "probe", "--server", "local", "--server-dir", "etc"],
			2,
			"etc",
		],
		[
			"an agent file that is not there",
			() => ["bundle", "probe", "--script", "no.ps1"],
			2,
			"no.ps1",
		],
	];

	it.each(cases)("%s: one clear message, and nothing changes", async (_what, args, code, named) => {
		await imported();
		const before = await instance.snapshot(join(instance.folder, "extensions"));
		const server = await instance.snapshot(instance.serverDir);
		const plain = await instance.run(args());
		expect(plain.stderr).toContain(named);
		expect(plain.code, plain.stderr).toBe(code);
		expect(plain.stdout).toBe("");
		expect(plain.stderr).not.toMatch(/^ +at /m);
		const json = await instance.json<object>(args());
		expect(json.code).toBe(code);
		expect(json.value).toMatchObject({
			format: 1,
			error: { message: expect.any(String), hint: expect.any(String), problems: [] },
		});
		expect(await instance.snapshot(join(instance.folder, "extensions"))).toEqual(before);
		expect(await instance.snapshot(instance.serverDir)).toEqual(server);
	});

	it("an archive that is none is refused with what is wrong, and GRAFT_HOME is not even made", async () => {
		const path = join(instance.folder, "not.zip");
		await writeFile(path, "hello");
		for (const command of ["inspect", "import"]) {
			const { code, stdout, stderr } = await instance.run([command, path]);
			expect(code).toBe(3);
			expect(stdout + stderr).toContain("archive/not-a-zip");
		}
		expect(await readdir(instance.folder)).not.toContain("extensions");
	});
});

it("answers --help and --version without a database", async () => {
	const before = await instance.snapshot();
	expect((await instance.run(["--help"])).stdout).toContain("install-plugin");
	expect((await instance.run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect(await instance.snapshot()).toEqual(before);
});
