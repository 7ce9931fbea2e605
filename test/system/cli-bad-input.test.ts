import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Instance, makeInstance } from "./command-line.ts";

const onServer = () => ["--server", "local", "--server-dir", instance.serverDir];

let instance: Instance;
beforeAll(async () => {
	instance = await makeInstance();
	await instance.run(["import", await instance.zip("probe.zip")]);
});
afterAll(() => instance.remove());

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
		["an empty id", () => ["activate", ""], 2, "id"],
		["a hash that is none", () => ["install", "probe", ...onServer(), "--plan", "zz"], 2, "--plan"],
		[
			"an extensions folder that is a file",
			() => ["list", "--extensions-dir", join(instance.folder, "probe.zip")],
			3,
			"probe.zip",
		],
		[
			"an output folder that cannot be made",
			() => ["bundle", "probe", "--output", "/proc/graft/below"],
			3,
			"/proc/graft",
		],
		[
			"an agent file that is not there",
			() => ["bundle", "probe", "--script", "no.ps1"],
			2,
			"no.ps1",
		],
	];

	it.each(cases)("%s: one clear message, and nothing changes", async (_what, args, code, named) => {
		const before = await instance.snapshot(join(instance.folder, "extensions"));
		const server = await instance.snapshot(instance.serverDir);
		const [plain, json] = await Promise.all([instance.run(args()), instance.json<object>(args())]);
		expect(plain.stderr).toContain(named);
		expect(plain.code, plain.stderr).toBe(code);
		expect(plain.stdout).toBe("");
		expect(plain.stderr).not.toMatch(/^ +at /m);
		expect(json.code).toBe(code);
		expect(json.value).toMatchObject({
			format: 1,
			error: { message: expect.any(String), hint: expect.any(String), problems: [] },
		});
		expect(await instance.snapshot(join(instance.folder, "extensions"))).toEqual(before);
		expect(await instance.snapshot(instance.serverDir)).toEqual(server);
	});

	it("an archive that is none is refused with what is wrong", async () => {
		const fresh = await makeInstance();
		const path = join(fresh.folder, "not.zip");
		await writeFile(path, "hello");
		for (const command of ["inspect", "import"]) {
			const { code, stdout, stderr } = await fresh.run([command, path]);
			expect(code).toBe(3);
			expect(stdout + stderr).toContain("archive/not-a-zip");
		}
		expect(await readdir(fresh.folder)).not.toContain("extensions");
		await fresh.remove();
	});
});
