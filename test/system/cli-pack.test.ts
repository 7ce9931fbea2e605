import { chmod, mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Inspection } from "@graft/services/tasks/inspection";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { panoptesFiles } from "../builders/panoptes-files.ts";
import { type Files, sha256 } from "../builders/tree.ts";
import { type Instance, makeInstance, project } from "./command-line.ts";

type Packed = Inspection & { path: string | null };

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

async function folderOf(files: Files, name = "work"): Promise<string> {
	for (const [path, text] of Object.entries(files)) {
		const full = join(instance.folder, name, path);
		await mkdir(dirname(full), { recursive: true });
		await writeFile(full, text);
	}
	return join(instance.folder, name);
}
const at = (name: string) => join(instance.folder, name);
const pack = (...args: string[]) => instance.run(["pack", ...args]);

describe("install-plugin pack", () => {
	it("makes <id>-<version>.zip where the person stands, and says what inspect says of it", async () => {
		const folder = await folderOf(ocsFiles());
		const here = { cwd: instance.folder };
		const { code, stdout, stderr } = await instance.run(["pack", folder], here);
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		const inspected = await instance.run(["inspect", at("probe-1.0.zip")]);
		expect(stdout).toBe(`${inspected.stdout}Packed as probe-1.0.zip.\n`);
		expect(readArchive(await readFile(at("probe-1.0.zip"))).root).toBe("probe-1.0");
	});

	it.each([
		["ocs-inventory", ocsFiles()],
		["panoptes", panoptesFiles()],
	])("makes an archive that can be imported: %s", async (platform, files) => {
		const zip = at("x.zip");
		const { code, value } = await instance.json<Packed>([
			...["pack", await folderOf(files), "--output", zip],
		]);
		expect(code).toBe(0);
		expect(value).toMatchObject({ format: 1, path: zip, extension: { platform }, problems: [] });
		expect(value.archive.sha256).toBe(sha256(await readFile(zip)));
		expect((await instance.run(["import", zip])).code).toBe(0);
	});

	it("gives the same bytes from a clone with other times, modes and leavings", async () => {
		const one = await folderOf(ocsFiles(), "one");
		const other = await folderOf(ocsFiles(), "other");
		await folderOf({ ".git/config": "", ".DS_Store": "", "APACHE/Map.pm~": "" }, "other");
		for (const path of Object.keys(ocsFiles())) {
			await chmod(join(other, path), 0o700);
			await utimes(join(other, path), 0, 0);
		}
		expect((await pack(one, "--output", at("one.zip"))).code).toBe(0);
		const { code, stderr } = await pack(other, "--output", at("other.zip"));
		expect({ code, stderr }).toEqual({
			code: 0,
			stderr: "Left out, as no part of an extension: .DS_Store, .git, APACHE/Map.pm~.\n",
		});
		expect(await readFile(at("other.zip"))).toEqual(await readFile(at("one.zip")));
	});

	it("packs the folder that the person stands in, again and again", async () => {
		const cwd = await folderOf(ocsFiles());
		expect((await instance.run(["pack", "."], { cwd })).code).toBe(0);
		const first = await readFile(join(cwd, "probe-1.0.zip"));
		expect((await instance.run(["pack", "."], { cwd })).code).toBe(0);
		expect(await readFile(join(cwd, "probe-1.0.zip"))).toEqual(first);
		const inside = await instance.run(["pack", ".", "--output", "agent/x.zip"], { cwd });
		expect(inside.code).toBe(2);
		expect(inside.stderr).toContain("agent/x.zip lies in the folder that is packed.");
	});

	it("leaves nothing there of what would be refused, and says why, as inspect does", async () => {
		const folder = await folderOf({ ...ocsFiles(), "APACHE/probe.conf": "\uFEFFPerlModule X\n" });
		const before = await instance.snapshot();
		const { code, stdout } = await pack(folder, "--output", at("x.zip"));
		expect(code).toBe(3);
		expect(stdout).toContain("ocs/conf-bom");
		expect(stdout).toContain("It would be refused.");
		const json = await instance.json<Packed>(["pack", folder, "--output", at("x.zip")]);
		expect(json).toMatchObject({ code: 3, value: { path: null } });
		expect(json.value.problems.map((problem) => problem.code)).toContain("ocs/conf-bom");
		expect(await instance.snapshot()).toEqual(before);
	});

	it("says what is no extension, and exits as inspect does", async () => {
		const { code, stdout } = await pack(await folderOf({ "notes.txt": "" }));
		expect(code).toBe(3);
		expect(stdout).toContain("extension/not-recognised");
	});

	it("packs no link, and names each", async () => {
		const folder = await folderOf(ocsFiles());
		await symlink("/etc/passwd", join(folder, "link"));
		const { code, stderr } = await pack(folder, "--output", at("x.zip"));
		expect(code).toBe(3);
		expect(stderr).toContain("archive/special-file");
		expect(stderr).toContain("link");
		await expect(readFile(at("x.zip"))).rejects.toThrow("ENOENT");
	});

	it("replaces another file only with --yes, and writes nothing with --dry-run", async () => {
		const folder = await folderOf(ocsFiles());
		const zip = at("x.zip");
		const dry = await instance.json<Packed>(["pack", folder, "--output", zip, "--dry-run"]);
		expect(dry).toMatchObject({ code: 0, value: { path: null } });
		await writeFile(zip, "mine");
		const { code, stderr } = await pack(folder, "--output", zip);
		expect(code).toBe(3);
		expect(stderr).toContain("--yes");
		expect(await readFile(zip, "utf8")).toBe("mine");
		expect((await pack(folder, "--output", zip, "--yes")).code).toBe(0);
		expect((await pack(folder, "--output", zip)).code).toBe(0);
	});

	it.each([
		["a folder that is not there", ["/nowhere/x"], "/nowhere/x"],
		["an archive for a folder", [join(project, "package.json")], "package.json"],
		["no folder", [], "folder"],
		["an empty name", [""], "folder"],
		[
			"a place that takes no files",
			["extensions/mountedvolumes", "--output", "/proc/x.zip"],
			"/proc",
		],
	])("takes no mistake for something else: %s", async (_, args, named) => {
		const { code, stderr } = await instance.run(["pack", ...args], { cwd: project });
		expect(code).toBe(2);
		expect(stderr).toContain(named);
	});

	it("packs our own extension without a problem", async () => {
		const own = join(project, "extensions/mountedvolumes");
		const { value } = await instance.json<Packed>(["pack", own, "--output", at("x.zip")]);
		expect(value.problems).toEqual([]);
	});
});
