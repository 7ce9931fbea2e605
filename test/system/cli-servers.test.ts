import { existsSync, renameSync } from "node:fs";
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance, makeInstance } from "./command-line.ts";

let instance: Instance;
beforeEach(async () => {
	instance = await makeInstance();
});
afterEach(() => instance.remove());

const server = () => ["--server", "local", "--server-dir", instance.serverDir];
const install = async (zip: string) =>
	instance.run(["install", zip, ...server(), "--no-reload", "--yes"]);

describe("a server that is gone for good", () => {
	it("is forgotten with what stays there, and removal goes through", async () => {
		expect((await install(await instance.zip("probe.zip"))).code).toBe(0);
		renameSync(instance.serverDir, `${instance.serverDir}-gone`);
		expect((await instance.run(["remove", "probe", "--no-reload", "--yes"])).code).toBe(2);
		expect((await instance.run(["server", "forget", "local"])).code).toBe(2);
		const conf = join(instance.serverDir, "plugins/probe.conf");
		const shown = await instance.run(["server", "list"]);
		expect(shown.stdout).toContain("probe 1.0: in-sync");
		const dry = await instance.run(["server", "forget", "local", "--dry-run"]);
		expect([dry.code, dry.stdout]).toEqual([0, "Would forget local.\n"]);
		const { code, stdout, stderr } = await instance.run(["server", "forget", "local", "--yes"]);
		expect([code, stdout]).toEqual([0, expect.stringContaining("local is forgotten")]);
		for (const words of ["probe 1.0", conf, "stays on local"]) expect(stderr).toContain(words);
		expect((await instance.run(["remove", "probe", "--no-reload", "--yes"])).code).toBe(0);
		expect(existsSync(join(instance.folder, "extensions/probe"))).toBe(false);
		expect(await instance.json(["server", "list"])).toEqual({
			...{ code: 0, value: { format: 1, servers: [] } },
		});
	});

	it("is a usage error where nobody knows it, or where nothing is named", async () => {
		for (const args of [["forget"], ["forget", "ssh://root@nowhere"], ["list", "x"], ["sing"]])
			expect((await instance.run(["server", ...args, "--yes"])).code).toBe(2);
	});
});

describe("remove", () => {
	it("takes the server part off a folder that only its flag knows", async () => {
		await install(await instance.zip("probe.zip"));
		await instance.run(["server", "forget", "local", "--yes"]);
		const args = ["remove", "probe", "--server-dir", instance.serverDir, "--no-reload", "--yes"];
		expect((await instance.run(args)).code).toBe(0);
		expect(existsSync(join(instance.serverDir, "plugins/probe.conf"))).toBe(false);
	});

	it("goes through as it says itself where no Apache names the folder", async () => {
		await install(await instance.zip("probe.zip"));
		const refused = await instance.run(["remove", "probe", "--yes"]);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain("--no-reload");
		expect(refused.stderr).not.toContain("Leave out --reload");
		const [, flag = ""] = /(--accept ocs\/no-reload)/.exec(refused.stderr) ?? [];
		const dry = await instance.run(["remove", "probe", "--no-reload", "--dry-run"]);
		expect(dry.code).toBe(0);
		expect((await instance.run(["remove", "probe", "--yes", ...flag.split(" ")])).code).toBe(0);
	});
});

it("status and plan say of a server what is true, whoever looks and whatever is here", async () => {
	await install(await instance.zip("newer.zip", ocsFiles({ version: "2.4" }) as never));
	await instance.run(["import", await instance.zip("older.zip")]);
	for (const args of [["status"], ["status", "--server", "local"]]) {
		const { code, stdout } = await instance.run(args);
		expect([code, stdout]).toEqual([7, expect.stringContaining("local: other-version (2.4)")]);
	}
	expect((await instance.run(["list"])).stdout).toContain("local other-version");
});

it("an extension whose server part has no place is not told to be there", async () => {
	const files = { ...ocsFiles(), "APACHE/probe.conf": "PerlModule Somewhere::Else\n" };
	const zip = await instance.zip("odd.zip", files as never);
	const inspected = await instance.json<{ problems: { severity: string; code: string }[] }>([
		...["inspect", zip],
	]);
	const codes = inspected.value.problems.flatMap(({ severity, code }) =>
		severity === "warning" ? [code] : [],
	);
	expect(codes).not.toEqual([]);
	const accept = ["--accept", codes.join(",")];
	const { code, stdout } = await instance.run([
		...["install", zip, ...server(), "--no-reload", "--yes", ...accept],
	]);
	expect([code, stdout]).toEqual([0, expect.stringContaining("Nothing was installed on local")]);
	expect(stdout).not.toContain("as it should be");
});

it("list says that two folders are copies of one extension, and that an archive lies there", async () => {
	const zip = await instance.zip("probe.zip");
	await instance.run(["import", zip]);
	const extensions = join(instance.folder, "extensions");
	for (const name of ["probe-1", "probe-2"])
		await cp(join(extensions, "probe"), join(extensions, name), { recursive: true });
	await instance.run(["remove", "probe", "--yes"]);
	await cp(zip, join(extensions, "lying.zip"));
	await writeFile(join(extensions, "notes.txt"), "nobody's");
	const { stdout } = await instance.run(["list"]);
	expect(stdout).not.toContain("could become");
	expect(stdout).toContain("It is a copy of probe, as probe-2 is");
	expect(stdout).toContain("It is a copy of probe, as probe-1 is");
	expect(stdout).toMatch(/archive lying\.zip is in the extensions folder/);
	expect(stdout).not.toContain("notes.txt");
	const { value } = await instance.json<{ archives: string[] }>(["list"]);
	expect(value.archives).toEqual(["lying.zip"]);
});
