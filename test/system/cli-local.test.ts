import { access, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance, makeInstance } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

async function imported(id = "probe", version = "1.0"): Promise<void> {
	const path = await instance.zip(`${id}-${version}.zip`, ocsFiles({ id, version }));
	const { code, stderr } = await instance.run(["import", path]);
	expect(code, stderr).toBe(0);
}

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

	it("does nothing with --dry-run, for every change, and refuses what would be refused", async () => {
		await imported();
		const before = await instance.snapshot(join(instance.folder, "extensions"));
		const dry = (...args: string[]) =>
			instance.json<{ active?: boolean }>([...args, "--yes", "--dry-run"]);
		expect((await dry("activate", "probe")).value.active).toBe(false);
		await instance.run(["activate", "probe", "--yes"]);
		expect((await dry("deactivate", "probe")).value.active).toBe(true);
		expect((await dry("remove", "probe")).code).toBe(3);
		const output = join(instance.folder, "out");
		expect((await dry("bundle", "probe", "--output", output)).code).toBe(0);
		await expect(access(output)).rejects.toThrow();
		expect(await instance.json(["list"])).toMatchObject({
			value: { extensions: [{ active: true }] },
		});
		expect(await instance.snapshot(join(instance.folder, "extensions"))).toEqual(before);
	});

	it("refuses to remove what is active", async () => {
		await imported();
		await instance.run(["activate", "probe"]);
		expect((await instance.run(["remove", "probe", "--yes"])).code).toBe(3);
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

it("answers --help and --version without a database", async () => {
	const before = await instance.snapshot();
	expect((await instance.run(["--help"])).stdout).toContain("install-plugin");
	expect((await instance.run(["--version"])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect(await instance.snapshot()).toEqual(before);
});
