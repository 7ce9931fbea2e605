import { access, chmod, copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { panoptesFiles } from "../builders/panoptes-files.ts";
import { type Instance, makeInstance } from "./command-line.ts";
import { noSshd, type Sshd, startSshd } from "./sshd.ts";
import { makeUser, noUsers, type TestUser } from "./users.ts";

describe.skipIf(noSshd)("install-plugin and a server over SSH", () => {
	let sshd: Sshd;
	let instance: Instance;
	beforeAll(async () => {
		sshd = await startSshd();
	});
	afterAll(() => sshd.stop());
	beforeEach(async () => {
		instance = await makeInstance();
		await instance.run(["import", await instance.zip("probe.zip")]);
	});
	afterEach(() => instance.remove());

	const conf = () => join(instance.serverDir, "plugins/probe.conf");
	const known = () => ["--expect-host-key", sshd.fingerprint];
	const there = () => [
		...["--server", sshd.address, "--identity", sshd.clientKey],
		...["--server-dir", instance.serverDir],
	];

	it("installs, finds it in sync, and takes it off again", async () => {
		const before = await instance.snapshot(instance.serverDir);
		const done = await instance.run(["install", "probe", ...there(), ...known(), "--yes"]);
		expect(done.code, done.stderr).toBe(0);
		expect(await readFile(conf(), "utf8")).toBe(ocsFiles()["APACHE/probe.conf"]);
		// The key is known from now on.
		const status = await instance.json<object>(["status", "probe", ...there()]);
		expect(status).toMatchObject({
			code: 0,
			value: { extensions: [{ servers: [{ server: sshd.address, state: "in-sync" }] }] },
		});
		const gone = await instance.run(["uninstall", "probe", ...there(), "--yes"]);
		expect(gone.code, gone.stderr).toBe(0);
		expect(await instance.snapshot(instance.serverDir)).toEqual(before);
	});

	it("installs on several servers by one plan", async () => {
		const zip = await instance.zip("heartbeat.zip", panoptesFiles());
		const both = ["--server", sshd.address, "--identity", sshd.clientKey, "--and-server", "local"];
		const folder = ["--server-dir", join(instance.serverDir, "plugins")];
		const { code, value } = await instance.json<{ steps: { place: string }[] }>([
			"up",
			zip,
			...both,
			...folder,
			...known(),
			"--dry-run",
		]);
		expect(code, JSON.stringify(value)).toBe(0);
		const places = [...new Set(value.steps.map(({ place }) => place))];
		expect(places).toEqual(["extensions", sshd.address, "local"]);
	});

	it("refuses a host that nobody knows, and names its fingerprint", async () => {
		const { code, stderr } = await instance.run(["install", "probe", ...there(), "--yes"]);
		expect(code, stderr).toBe(6);
		expect(stderr).toContain(sshd.fingerprint);
		await expect(access(conf())).rejects.toThrow();
	});

	it("refuses another key than the one that is expected", async () => {
		const wrong = ["--expect-host-key", `SHA256:${"A".repeat(43)}`];
		const { code } = await instance.run(["install", "probe", ...there(), ...wrong, "--yes"]);
		expect(code).toBe(6);
		await expect(access(conf())).rejects.toThrow();
	});

	it("refuses a key that has changed, whatever is said", async () => {
		await instance.run(["plan", "probe", ...there(), ...known()]);
		const port = sshd.port;
		await sshd.stop();
		sshd = await startSshd({ port });
		const { code, stderr } = await instance.run([
			"install",
			"probe",
			...there(),
			...known(),
			"--yes",
		]);
		expect(code, stderr).toBe(6);
		await expect(access(conf())).rejects.toThrow();
	});

	it("says that nobody answers, or that the key is not let in", async () => {
		const nobody = ["--server", "ssh://root@127.0.0.1:1", "--server-dir", instance.serverDir];
		expect((await instance.run(["plan", "probe", ...nobody])).code).toBe(5);
		const stranger = ["--server", sshd.address, "--server-dir", instance.serverDir, ...known()];
		const { code, stderr } = await instance.run(["plan", "probe", ...stranger]);
		expect(code, stderr).toBe(5);
	});

	it("a key file that is not there is a wrong flag", async () => {
		const args = ["--server", sshd.address, "--identity", "/nowhere/key", ...known()];
		const { code, stderr } = await instance.run(["plan", "probe", ...args]);
		expect(code, stderr).toBe(2);
		expect(stderr).toContain("/nowhere/key");
	});

	it("status says unreachable, and still answers for the rest", async () => {
		const identity = join(instance.folder, "key");
		await copyFile(sshd.clientKey, identity);
		const server = ["--server", sshd.address, "--server-dir", instance.serverDir, ...known()];
		const done = await instance.run([
			"install",
			"probe",
			...server,
			"--identity",
			identity,
			"--yes",
		]);
		expect(done.code, done.stderr).toBe(0);
		const port = sshd.port;
		await sshd.stop();
		const { value } = await instance.json<object>(["status", "probe"]);
		expect(value).toMatchObject({
			extensions: [{ servers: [{ state: "unreachable" }] }],
		});
		sshd = await startSshd({ port });
	});

	describe.skipIf(noUsers)("with a password", () => {
		let user: TestUser;
		let passwordSshd: Sshd;
		beforeAll(async () => {
			user = await makeUser();
			passwordSshd = await startSshd({ user: user.name, authentication: "password" });
		});
		afterAll(async () => {
			await passwordSshd.stop();
			await user.remove();
		});
		const args = () => [
			...["plan", "probe", "--server", passwordSshd.address, "--server-dir", instance.serverDir],
			...["--expect-host-key", passwordSshd.fingerprint],
		];

		it("takes it from the environment, or from standard input", async () => {
			await chmod(instance.folder, 0o755);
			const byEnv = await instance.run(args(), { env: { GRAFT_SSH_PASSWORD: user.password } });
			expect(byEnv.code, byEnv.stderr).toBe(0);
			const input = `${user.password}\n`;
			const byStdin = await instance.run([...args(), "--password-stdin"], { input });
			expect(byStdin.code, byStdin.stderr).toBe(0);
		});

		it("says that a wrong one is wrong, and never repeats it", async () => {
			const wrong = await instance.run(args(), { env: { GRAFT_SSH_PASSWORD: "not-the-password" } });
			expect(wrong.code, wrong.stderr).toBe(5);
			expect(wrong.stderr + wrong.stdout).not.toContain("not-the-password");
			const none = await instance.run([...args(), "--password-stdin"], { input: "" });
			expect(none.code).toBe(2);
			expect(none.stderr).toContain("--password-stdin");
		});
	});
});
