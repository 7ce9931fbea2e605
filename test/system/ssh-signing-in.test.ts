import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import type { ConnectionOptions, ServerTarget } from "@graft/core/connections/server-target";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makeKey, noSshd, type Sshd, type SshdOptions, startSshd } from "./sshd.ts";
import { makeUser, noSudo, noUsers, type TestUser } from "./users.ts";

let folder: string;
let undo: (() => Promise<unknown> | unknown)[];
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), "graft-signing-in-"));
	undo = [];
});
afterEach(async () => {
	for (const step of undo.reverse()) await step();
	await rm(folder, { recursive: true, force: true });
});

async function sshd(options: SshdOptions = {}): Promise<Sshd> {
	const started = await startSshd(options);
	undo.push(() => started.stop());
	return started;
}

async function user(options?: Parameters<typeof makeUser>[0]): Promise<TestUser> {
	const made = await makeUser(options);
	undo.push(() => made.remove());
	return made;
}

/** Who it is there, or the error; the host keys of `servers` are known. */
async function whoami(
	target: ServerTarget,
	servers: readonly Sshd[],
	options: Partial<ConnectionOptions> = {},
): Promise<string> {
	const knownHosts = join(folder, "known_hosts");
	await writeFile(knownHosts, servers.map((server) => server.knownHosts).join(""));
	const connection = await openConnection(target, {
		stateFolder: "/unused",
		knownHosts,
		userHome: folder,
		...options,
	});
	try {
		return (await connection.run(["id", "-un"])).stdout.trim();
	} finally {
		await connection.close();
	}
}

const title = (name: string, reason?: string) => (reason ? `${name} (skipped: ${reason})` : name);

describe.skipIf(noSshd)(title("signing in", noSshd), () => {
	it("with a key file", async () => {
		const server = await sshd();
		const target = { address: server.address, identityFile: server.clientKey };
		expect(await whoami(target, [server])).toBe(server.user);
	});

	it("with a key file that has a passphrase, and not without it", async () => {
		const server = await sshd({ passphrase: "four words and more" });
		const target = { address: server.address, identityFile: server.clientKey };
		const open = { ...target, passphrase: "four words and more" };
		expect(await whoami(open, [server])).toBe(server.user);
		for (const passphrase of [undefined, "wrong"]) {
			const attempt = whoami({ ...target, passphrase }, [server]);
			await expect(attempt).rejects.toMatchObject({ kind: "usage" });
			await expect(attempt).rejects.toThrow(server.clientKey);
		}
	});

	it("with the usual key of who runs it", async () => {
		const server = await sshd();
		await mkdir(join(folder, ".ssh"));
		await writeFile(join(folder, ".ssh", "id_ed25519"), await readFile(server.clientKey));
		expect(await whoami({ address: server.address }, [server])).toBe(server.user);
	});

	it("with a key that an agent holds", async () => {
		const server = await sshd();
		const agent = join(folder, "agent");
		const said = execFileSync("ssh-agent", ["-a", agent], { encoding: "utf8" });
		undo.push(() => process.kill(Number(/SSH_AGENT_PID=(\d+)/.exec(said)?.[1])));
		const other = join(folder, "other");
		makeKey(other, "ed25519");
		for (const key of [other, server.clientKey]) {
			execFileSync("ssh-add", ["-q", key], { env: { ...process.env, SSH_AUTH_SOCK: agent } });
		}
		expect(await whoami({ address: server.address }, [server], { agent })).toBe(server.user);
	});

	it("goes on with other ways where the agent is not there any more", async () => {
		const server = await sshd();
		await mkdir(join(folder, ".ssh"));
		await writeFile(join(folder, ".ssh", "id_ed25519"), await readFile(server.clientKey));
		const agent = join(folder, "no-agent");
		expect(await whoami({ address: server.address }, [server], { agent })).toBe(server.user);
	});

	it("fails with what was tried, where the key is not let in", async () => {
		const server = await sshd();
		const identityFile = join(folder, "other");
		makeKey(identityFile, "ed25519");
		const attempt = whoami({ address: server.address, identityFile }, [server]);
		await expect(attempt).rejects.toMatchObject({ name: "GraftError", kind: "unreachable" });
		await expect(attempt).rejects.toThrow(`the key ${identityFile}`);
	});

	it("says so where the key file is not there, or is the public one", async () => {
		const server = await sshd();
		for (const identityFile of [join(folder, "none"), `${server.clientKey}.pub`]) {
			const attempt = whoami({ address: server.address, identityFile }, [server]);
			await expect(attempt).rejects.toMatchObject({ kind: "usage" });
		}
	});

	describe.skipIf(noUsers)(title("with a password", noUsers), () => {
		it.each(["password", "keyboard-interactive"])(
			"by %s, and not with a wrong one",
			async (authentication) => {
				const { name, password } = await user();
				const server = await sshd({ user: name, authentication });
				expect(await whoami({ address: server.address, password }, [server])).toBe(name);
				const attempt = whoami({ address: server.address, password: "wrong" }, [server]);
				await expect(attempt).rejects.toMatchObject({ kind: "unreachable" });
				await expect(attempt).rejects.not.toThrow("wrong");
			},
		);

		it("after a key, where the server asks for both", async () => {
			const { name, password } = await user();
			const server = await sshd({ user: name, authentication: "publickey,password" });
			const target = { address: server.address, identityFile: server.clientKey };
			expect(await whoami({ ...target, password }, [server])).toBe(name);
			await expect(whoami(target, [server])).rejects.toMatchObject({ kind: "unreachable" });
		});
	});

	describe("through a jump host", () => {
		it("with both host keys checked", async () => {
			const [jump, server] = [await sshd(), await sshd()];
			// One key for both: that of the server is let in at the jump host too.
			const key = await readFile(`${server.clientKey}.pub`);
			await writeFile(join(jump.clientKey, "..", "authorized_keys"), key);
			const target = {
				address: server.address,
				identityFile: server.clientKey,
				jump: jump.address,
			};
			expect(await whoami(target, [jump, server])).toBe(server.user);
			expect(jump.log()).toContain("Accepted publickey");
			await expect(whoami(target, [server])).rejects.toMatchObject({ kind: "host-key" });
			await expect(whoami(target, [server])).rejects.toThrow(jump.address);
			await expect(whoami(target, [jump])).rejects.toThrow(server.address);
		});

		it("never gives it the server's password", async () => {
			const [jump, server] = [await sshd({ authentication: "password" }), await sshd()];
			const target = { address: server.address, password: "secret", jump: jump.address };
			await expect(whoami(target, [jump, server])).rejects.toThrow(jump.address);
			expect(jump.log()).not.toMatch(/(Failed|Accepted) password/);
		});

		it("says so where nothing listens behind it", async () => {
			const [jump, server] = [await sshd(), await startSshd()];
			await server.stop();
			const target = {
				address: server.address,
				identityFile: jump.clientKey,
				jump: jump.address,
			};
			const attempt = whoami(target, [jump, server]);
			await expect(attempt).rejects.toMatchObject({ kind: "unreachable" });
			await expect(attempt).rejects.toThrow(String(server.port));
		});
	});
});

describe.skipIf(noSshd ?? noSudo)(title("sudo", noSshd ?? noSudo), () => {
	async function rootBy(
		options: Parameters<typeof makeUser>[0],
		sudoPassword?: (right: string) => string,
	) {
		const { name, password } = await user(options);
		const server = await sshd({ user: name });
		const target = { address: server.address, identityFile: server.clientKey, sudo: true };
		return whoami({ ...target, sudoPassword: sudoPassword?.(password) }, [server]);
	}

	it("makes root of a user, asking for the password only where sudo does", async () => {
		expect(await rootBy({ sudo: "free" })).toBe("root");
		expect(await rootBy({ sudo: "free" }, () => "not asked for")).toBe("root");
		expect(await rootBy({ sudo: "password" }, (right) => right)).toBe("root");
	});

	it.each([
		["no password is given", { sudo: "password" }, undefined, "asks for a password"],
		["the password is wrong", { sudo: "password" }, () => "wrong", "did not take the password"],
		[
			"the user is not in the sudoers file",
			{},
			(right: string) => right,
			"not in the sudoers file",
		],
		[
			"it wants a terminal",
			{ sudo: "free", defaults: ["requiretty"] },
			undefined,
			"must have a tty",
		],
	] as const)("says so where %s", async (_, options, sudoPassword, words) => {
		const attempt = rootBy(options, sudoPassword);
		await expect(attempt).rejects.toMatchObject({ name: "GraftError", kind: "refused" });
		await expect(attempt).rejects.toThrow(words);
	});
});

describe.skipIf(noSshd)(title("host keys", noSshd), () => {
	const knownHosts = () => join(folder, "home", "known_hosts");
	async function open(server: Sshd, more: Partial<ServerTarget & ConnectionOptions> = {}) {
		const { confirmHostKey, userHome = folder, ...target } = more;
		const connection = await openConnection(
			{ address: server.address, identityFile: server.clientKey, ...target },
			{ stateFolder: "/unused", knownHosts: knownHosts(), userHome, confirmHostKey },
		);
		await connection.close();
	}

	it("that nobody knows are refused, with the fingerprint to compare", async () => {
		const server = await sshd();
		await expect(open(server)).rejects.toMatchObject({ name: "GraftError", kind: "host-key" });
		await expect(open(server)).rejects.toThrow(server.fingerprint);
		expect(await stat(knownHosts()).catch(() => undefined)).toBeUndefined();
		expect(server.log()).not.toContain("Accepted");
	});

	it("that are expected are accepted and kept, and from then on known", async () => {
		const server = await sshd();
		await open(server, { expectedHostKey: server.fingerprint });
		expect((await stat(knownHosts())).mode & 0o777).toBe(0o600);
		await open(server);
	});

	it("other than the expected one are refused, even where they are known", async () => {
		const server = await sshd();
		await mkdir(join(folder, "home"));
		await writeFile(knownHosts(), server.knownHosts);
		const expectedHostKey = `SHA256:${"A".repeat(43)}`;
		await expect(open(server, { expectedHostKey })).rejects.toMatchObject({ kind: "host-key" });
	});

	it("that a person confirms are kept, and not asked about again", async () => {
		const server = await sshd();
		const asked: string[] = [];
		const confirmHostKey = async (...question: string[]) => asked.push(question.join(" ")) > 0;
		await open(server, { confirmHostKey });
		await open(server, { confirmHostKey });
		expect(asked).toEqual([`${server.fingerprint} ssh-ed25519 ${server.address}`]);
	});

	it("that a person turns down are refused", async () => {
		const server = await sshd();
		const attempt = open(server, { confirmHostKey: async () => false });
		await expect(attempt).rejects.toMatchObject({ kind: "host-key" });
		await expect(open(server)).rejects.toMatchObject({ kind: "host-key" });
	});

	it("that have changed are refused, whoever would confirm or expect them", async () => {
		const before = await startSshd();
		await mkdir(join(folder, "home"));
		await writeFile(knownHosts(), before.knownHosts);
		await before.stop();
		const server = await sshd({ port: before.port });
		const more = { confirmHostKey: async () => true, expectedHostKey: server.fingerprint };
		await expect(open(server, more)).rejects.toMatchObject({ kind: "host-key" });
		await expect(open(server, more)).rejects.toThrow(/has changed/);
		expect(await readFile(knownHosts(), "utf8")).toBe(before.knownHosts);
	});

	it("in the hashed known_hosts of who runs it are known", async () => {
		const server = await sshd();
		const file = join(folder, ".ssh", "known_hosts");
		await mkdir(join(folder, ".ssh"));
		await writeFile(file, server.knownHosts);
		execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
		await open(server);
	});

	it.each(["ed25519", "rsa", "ecdsa"] as const)(
		"of type %s are asked for where that one is known",
		async (type) => {
			const server = await sshd({ hostKeyTypes: ["ed25519", "rsa", "ecdsa"] });
			await mkdir(join(folder, "home"));
			const lines = server.knownHosts.split("\n").filter((line) => line.includes(type));
			await writeFile(knownHosts(), `${lines.join("\n")}\n`);
			await open(server);
		},
	);

	it("that are revoked are refused, even where another file knows them", async () => {
		const server = await sshd();
		await mkdir(join(folder, "home"));
		await writeFile(knownHosts(), `${server.knownHosts}@revoked ${server.knownHosts}`);
		await expect(open(server)).rejects.toThrow(/revoked/);
	});
});
