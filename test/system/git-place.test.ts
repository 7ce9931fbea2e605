import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { falconFiles } from "../builders/falcon-files.ts";
import { makeZip } from "../builders/zip.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { type GitServer, startGitServer } from "./git-server.ts";

const variable = "FALCON_PLUGIN_REPOSITORY_URL";

describe("an extension whose system has a repository", () => {
	let graft: Instance;
	let server: GitServer;
	beforeEach(async () => {
		graft = await makeInstance();
		server = await startGitServer("http");
	});
	afterEach(async () => {
		await server.stop();
		await graft.remove();
	});

	const zip = (version: string) => {
		const path = join(graft.folder, `ntp-${version}.zip`);
		writeFileSync(path, makeZip(falconFiles({ version })));
		return path;
	};
	const link = () => graft.run(["repository", "link", "--url-stdin"], { input: `${server.url}\n` });
	const log = () => server.git("log", "--format=%s", "main").trim().split("\n");
	const inFolder = () => server.tree().filter((line) => line.includes(" ntp/"));

	it("is linked, goes there and comes back, by one plan each", async () => {
		const linked = await link();
		expect(linked.code, linked.stderr).toBe(0);
		expect(linked.stdout).not.toContain("ken");
		const checked = await graft.run(["repository", "check"]);
		expect(checked).toMatchObject({ code: 0 });
		expect(checked.stdout).toContain("usable");

		const dry = await graft.run(["up", zip("1.2"), "--dry-run"]);
		expect(dry.code, dry.stderr).toBe(0);
		expect(dry.stdout).toContain("put-file  ntp/60_ntp.sh");
		expect(log()).toEqual(["by somebody"]);

		const up = await graft.run(["up", zip("1.2"), "--yes"]);
		expect(up.code, up.stderr).toBe(0);
		expect(up.stdout).toMatch(/^ntp 1\.2 is active and installed in http:\/\/graft@127\.0\.0\.1/);
		expect(inFolder()).toContain("100755 ntp/disks/300_smart.sh");
		expect((await graft.run(["up", "ntp", "--yes"])).code).toBe(0);
		expect(log()).toEqual(["Install ntp 1.2", "by somebody"]);

		const status = await graft.run(["status", "ntp"]);
		expect(status.code).toBe(0);
		expect(status.stdout).toContain("in-sync (1.2)");
		server.pushAs("bob", { "ntp/60_ntp.sh": "#!/bin/sh\n" });
		const drifted = await graft.run(["status", "ntp"]);
		expect(drifted.code).toBe(7);
		expect(drifted.stdout).toContain("drifted  ntp/60_ntp.sh");

		expect((await graft.run(["up", zip("1.3"), "--yes"])).code).toBe(0);
		expect(server.git("show", "main:ntp/60_ntp.sh")).toContain("# 1.3");
		const removed = await graft.run(["remove", "ntp", "--yes"]);
		expect(removed.code, removed.stderr).toBe(0);
		expect(inFolder()).toEqual([]);
		expect(server.tree()).toEqual(["100644 README.md", "100644 sys/60_uptime.sh"]);
		expect(existsSync(join(graft.folder, "extensions/ntp"))).toBe(false);
	});

	it("is linked by its own kind alone, checked, and forgotten again", async () => {
		const input = `${server.url}\n`;
		const other = ["repository", "link", "--system", "ocs-inventory", "--url-stdin"];
		const wrong = await graft.run(other, { input });
		expect(wrong.code).toBe(2);
		expect(wrong.stderr).toContain("Those that can be: open-falcon.");
		expect((await graft.run(["repository", "check"])).code).toBe(2);
		expect((await link()).code).toBe(0);
		const { value } = await graft.json<object>(["repository", "check"]);
		expect(value).toMatchObject({ format: 1, linked: true, state: "usable", problems: [] });
		await server.stop();
		const gone = await graft.json<{ problems: object[] }>(["repository", "check"]);
		expect(gone.code).toBe(5);
		expect(gone.value.problems).toMatchObject([{ code: "open-falcon/repository-unreachable" }]);
		const unlinked = await graft.run(["repository", "unlink", "--yes"]);
		expect(unlinked.code, unlinked.stderr).toBe(0);
		expect((await graft.run(["repository", "check"])).code).toBe(2);
		server = await startGitServer("http");
	});

	it("is undone with its folder in the repository: back to the version before, and then to nothing", async () => {
		await link();
		const ups: string[] = [];
		for (const version of ["1.2", "1.3"]) {
			expect((await graft.run(["up", zip(version), "--yes"])).code).toBe(0);
			const { value } = await graft.json<{ operations: readonly { id: string }[] }>(["operations"]);
			ups.push(value.operations[0]?.id ?? "");
		}
		const undo = async (id = "") => {
			const { code, stderr } = await graft.run(["undo", id, "--yes"]);
			expect(code, stderr).toBe(0);
		};
		await undo(ups[1]);
		expect(server.git("show", "main:ntp/60_ntp.sh")).toContain("# 1.2");
		await undo(ups[0]);
		expect(inFolder()).toEqual([]);
	});

	it("is not imported where a hook refuses its commit", async () => {
		await link();
		server.hook("pre-receive", "echo 'ask the release team' >&2; exit 1");
		const { code, stderr } = await graft.run(["up", zip("1.2"), "--yes"]);
		expect(code).toBe(3);
		expect(stderr).toContain("ask the release team");
		expect(stderr).toContain("Everything that was done before that was rolled back");
		expect(existsSync(join(graft.folder, "extensions/ntp"))).toBe(false);
		expect(log()).toEqual(["by somebody"]);
	});

	it("waits for a yes where a folder of its name is somebody else's", async () => {
		await link();
		server.pushAs("bob", { "ntp/60_ntp.sh": "theirs\n" });
		const refused = await graft.run(["up", zip("1.2"), "--yes"]);
		expect(refused.code).toBe(3);
		expect(refused.stderr).toContain("repository/foreign-folder");
		const accepted = ["up", zip("1.2"), "--yes", "--accept", "repository/foreign-folder"];
		expect((await graft.run(accepted)).code).toBe(0);
	});

	it.each([
		["before", "pre-receive", 1],
		["after", "post-receive", 0],
	] as const)(
		"goes on after a process that was killed right %s its commit counts",
		async (_, hook, code) => {
			await link();
			const [begun, release] = [join(graft.folder, "begun"), join(graft.folder, "release")];
			const wait = `while [ ! -e ${release} ]; do sleep 0.1; done`;
			server.hook(hook, `touch ${begun}; ${wait}; exit ${code}`);
			const child = spawn(process.execPath, [program, "up", zip("1.2"), "--yes"], {
				env: graft.env,
			});
			const ended = new Promise((resolve) => child.once("exit", resolve));
			while (!existsSync(begun)) await new Promise((resolve) => setTimeout(resolve, 20));
			child.kill("SIGKILL");
			await ended;
			writeFileSync(release, "");
			server.hook(hook, "exit 0");
			const again = await graft.run(["up", zip("1.2"), "--yes"]);
			expect(again.code, again.stderr).toBe(0);
			expect((await graft.run(["status", "ntp"])).stdout).toContain("in-sync (1.2)");
			expect(log()).toEqual(["Install ntp 1.2", "by somebody"]);
			expect((await graft.run(["remove", "ntp", "--yes"])).code).toBe(0);
			expect(inFolder()).toEqual([]);
		},
	);

	it("is named by the environment too, and is asked for nothing where none is linked", async () => {
		const unlinked = await graft.run(["up", zip("1.2"), "--yes"]);
		expect(unlinked.code).toBe(2);
		expect(unlinked.stderr).toContain("install-plugin repository link");
		const env = { [variable]: server.url };
		const up = await graft.run(["up", zip("1.2"), "--yes"], { env });
		expect(up.code, up.stderr).toBe(0);
		const refused = await graft.run(["remove", "ntp", "--yes"]);
		expect(refused.code).toBe(3);
		expect((await graft.run(["remove", "ntp", "--yes"], { env })).code).toBe(0);
		expect(inFolder()).toEqual([]);
	});
});
