import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { StartedExtension } from "@graft/services/archives/start-extension";
import type { Inspection } from "@graft/services/tasks/inspection";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { noTerminal, openTerminal } from "./pseudo-terminal.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const at = (...names: string[]) => join(instance.folder, ...names);
const here = () => ({ cwd: instance.folder });
const ocs = ["--platform", "ocs-inventory"];
const started = (...args: string[]) => instance.json<StartedExtension>(["new", ...args]);

describe("install-plugin new", () => {
	it.each([
		["ocs-inventory", ["model", "wear"]],
		["panoptes", ["latency"]],
	])(
		"writes an extension that inspects clean, packs, and installs: %s",
		async (platform, collects) => {
			const words = ["--name", "disk_health", "--collects", collects.join(", ")];
			const { code, stdout } = await instance.run(
				["new", "--platform", platform, ...words],
				here(),
			);
			expect(code).toBe(0);
			expect(stdout).toContain(`Started disk_health, for ${platform}, in disk_health:`);
			const zip = at("x.zip");
			const packed = await instance.json<Inspection>([
				...["pack", at("disk_health"), "--output", zip],
			]);
			expect(packed).toMatchObject({
				code: 0,
				value: { extension: { platform, id: "disk_health", version: "1.0" }, problems: [] },
			});
			const server = platform === "panoptes" ? at("plugins") : instance.serverDir;
			await mkdir(server, { recursive: true });
			const flags = ["--server", "local", "--server-dir", server, "--yes", "--no-reload"];
			const installed = await instance.run(["install", zip, ...flags]);
			expect(installed.code, installed.stderr).toBe(0);
		},
	);

	it("takes the folder's name, and what is proposed, with --yes", async () => {
		const { code, value } = await started(at("disks"), ...ocs, "--yes");
		expect(code).toBe(0);
		expect(value).toMatchObject({
			...{ format: 1, platform: "ocs-inventory", id: "disks", folder: at("disks"), written: true },
		});
		const written = await readdir(at("disks"), { recursive: true, withFileTypes: true });
		expect(written.filter((entry) => entry.isFile())).toHaveLength(value.files.length);
		expect(await readFile(at("disks/APACHE/Map.pm"), "utf8")).toContain("NAME    => {},");
	});

	it("writes into a folder that is empty, and nothing with --dry-run", async () => {
		await mkdir(at("disks"));
		const dry = await started(at("disks"), ...ocs, "--yes", "--dry-run");
		expect(dry).toMatchObject({ code: 0, value: { written: false } });
		expect(await readdir(at("disks"))).toEqual([]);
		expect(await started(at("disks"), ...ocs, "--yes")).toMatchObject({ code: 0 });
		await access(at("disks/install.php"));
	});

	it("never writes where something is already", async () => {
		await mkdir(at("disks"));
		await writeFile(at("disks/mine"), "mine");
		for (const path of [at("disks"), at("disks/mine")]) {
			const { code, stderr } = await instance.run(["new", path, "--name", "x1", ...ocs, "--yes"]);
			expect(code).toBe(3);
			expect(stderr).toContain("is there already");
		}
		expect(await readdir(at("disks"))).toEqual(["mine"]);
	});

	it.each([
		["no platform", ["--yes", "--name", "disks"], "--platform"],
		["a platform that is none", ["--platform", "x", "--yes", "--name", "disks"], "ocs-inventory"],
		["no name", ocs, "--name"],
		["nothing to collect", [...ocs, "--name", "disks"], "--collects"],
		["a name that is no id", [...ocs, "--name", "../x", "--yes"], "../x"],
		["a name of OCS's own", [...ocs, "--name", "bios", "--yes"], "BIOS"],
		["a word of SQL", [...ocs, "--name", "disks", "--collects", "order"], "ORDER"],
		["one column twice", [...ocs, "--name", "disks", "--collects", "a,a"], "twice"],
	])("refuses %s by one message, and writes nothing", async (_, args, named) => {
		const before = await instance.snapshot();
		const { code, stderr } = await instance.run(["new", ...args], here());
		expect(code).toBe(2);
		expect(stderr).toContain(named);
		expect(await instance.snapshot()).toEqual(before);
	});

	it("minds what is here: a name that another extension has is not taken", async () => {
		expect(await started(at("one"), ...ocs, "--yes")).toMatchObject({ code: 0 });
		const php = await readFile(at("one/install.php"), "utf8");
		await writeFile(at("one/install.php"), php.replace("EXISTS one (", "EXISTS two ("));
		const zip = at("one.zip");
		expect((await instance.run(["pack", at("one"), "--output", zip])).code).toBe(0);
		expect((await instance.run(["import", zip])).code).toBe(0);
		const { code, stderr } = await instance.run(["new", at("two"), ...ocs, "--yes"]);
		expect(code).toBe(2);
		expect(stderr).toMatch(/\btwo\b/);
		await expect(access(at("two"))).rejects.toThrow("ENOENT");
	});

	it.skipIf(noTerminal)("asks, and says what is wrong beside the question", async () => {
		const args = ["new", at("disks"), "--quiet"];
		const person = openTerminal(
			[process.execPath, program, ...args],
			instance.env,
			`graft-new-${process.pid}`,
		);
		try {
			await person.see("Which system is it for?");
			await person.answer("1");
			await person.see("Name of the extension");
			await person.answer("bios");
			await person.see("The section bios makes the server read every BIOS as a list");
			person.press("C-u");
			await person.answer("disks");
			await person.see("What does it collect?");
			await person.answer("model, order");
			await person.see("ORDER is a word of SQL");
			person.press("C-u");
			await person.answer("model, wear");
			await person.see("Started disks");
			await person.see("ended with 0");
		} finally {
			person.close();
		}
		expect(await readFile(at("disks/install.php"), "utf8")).toContain("WEAR VARCHAR(255)");
	});
});

describe("what is started for OCS, in its own languages", () => {
	beforeEach(async () => {
		const words = ["--name", "disk_health", "--collects", "model,wear"];
		expect(await started(at("disk_health"), ...ocs, ...words)).toMatchObject({ code: 0 });
	});
	const run = (command: string, ...args: string[]) =>
		spawnSync(command, args, { cwd: at("disk_health"), encoding: "utf8" });

	it.skipIf(spawnSync("php", ["-v"]).status !== 0)("has pages that PHP can read", () => {
		for (const page of ["install.php", "cd_disk_health/cd_disk_health.php"])
			expect(run("php", "-l", page).status).toBe(0);
	});

	it("has a test of its own that holds", () => {
		const { status, stdout, stderr } = run("perl", "test/agent.t");
		expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
		expect(stdout).toContain("ok 2 - a row has the columns of the Map");
	});

	it("has a test of its own that fails where module and Map differ", async () => {
		const module = at("disk_health/agent/Unix/Disk_health.pm");
		await writeFile(module, (await readFile(module, "utf8")).replace("WEAR ", "TEAR "));
		expect(run("perl", "test/agent.t").status).toBe(1);
	});

	it.skipIf(!existsSync("/usr/share/perl5/Apache/Ocsinventory/Map.pm"))(
		"has a Map that the server's Perl loads beside OCS's own",
		() => {
			const { status, stderr } = run("perl", "-c", "APACHE/Map.pm");
			expect([status, stderr]).toEqual([0, "APACHE/Map.pm syntax OK\n"]);
		},
	);
});
