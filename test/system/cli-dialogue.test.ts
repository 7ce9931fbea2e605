import { access, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ocsFiles } from "../builders/ocs-files.ts";
import { type Instance, makeInstance, program } from "./command-line.ts";
import { noTerminal, openTerminal, type PseudoTerminal } from "./pseudo-terminal.ts";
import { noSshd, startSshd } from "./sshd.ts";
import { makeUser, noSudo } from "./users.ts";

describe.skipIf(noTerminal)("the dialogue, on a terminal", () => {
	let instance: Instance;
	let terminal: PseudoTerminal | undefined;
	let opened = 0;

	beforeEach(async () => {
		instance = await makeInstance();
		const path = await instance.zip("probe.zip");
		await instance.run(["import", path]);
		await instance.run(["import", await instance.zip("other.zip", ocsFiles({ id: "other" }))]);
	});
	afterEach(async () => {
		terminal?.close();
		terminal = undefined;
		await instance.remove();
	});

	function open(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): PseudoTerminal {
		opened += 1;
		const name = `graft-test-${process.pid}-${opened}`;
		terminal = openTerminal(
			[process.execPath, program, ...args],
			{ ...instance.env, ...env },
			name,
		);
		return terminal;
	}

	const conf = (id = "probe") => join(instance.serverDir, "plugins", `${id}.conf`);

	it("asks in the order of OCS's own script, shows the plan, installs, and offers the packages", async () => {
		const person = open();
		await person.see("Where is the extensions folder?");
		await person.answer("");
		await person.see("Which extension?");
		await person.see("2. probe 1.0");
		// By its number.
		await person.answer("2");
		await person.see("same machine?");
		await person.answer("y");
		await person.see("Server location");
		await person.answer(instance.serverDir);
		await person.see("Apply this plan?");
		expect(person.screen()).toContain(conf());
		await expect(access(conf())).rejects.toThrow();
		await person.answer("y");
		await person.see("Installed probe");
		await person.see("packages for the agents?");
		await person.answer("y");
		await person.see("Folder to write them to");
		person.press("C-u");
		await person.answer(join(instance.folder, "out"));
		await person.see("deployment packages too?");
		await person.answer("n");
		await person.see("ended with 0");
		expect(await readFile(conf(), "utf8")).toBe(ocsFiles()["APACHE/probe.conf"]);
		const written = Object.keys(await instance.snapshot(join(instance.folder, "out")));
		expect(written.map((path) => path.replace(/.*\//, ""))).toContain("probe-1.0-windows.zip");
	});

	it("takes the arrow keys too, and leaves the server alone after a no", async () => {
		const person = open(["--server", "local", "--server-dir", instance.serverDir]);
		await person.see("Where is the extensions folder?");
		await person.answer("");
		await person.see("Which extension?");
		person.press("Down");
		await person.see("❯ 2. probe");
		person.press("Up");
		await person.see("❯ 1. other");
		person.press("Enter");
		await person.see("Apply this plan?");
		expect(person.screen()).toContain(conf("other"));
		await person.answer("n");
		await person.see("Nothing was changed on the server.");
		await expect(access(conf("other"))).rejects.toThrow();
	});

	it("asks no question that a flag has answered, and none at all with --yes", async () => {
		const flags = ["--server", "local", "--server-dir", instance.serverDir];
		const person = open(["install", "probe", ...flags, "--no-reload", "--yes"]);
		await person.see("ended with 0");
		expect(person.screen()).not.toContain("?");
		await access(conf());
	});

	it("ends at Ctrl-C, with nothing changed", async () => {
		const person = open(["install", "probe", "--server-dir", instance.serverDir]);
		await person.see("same machine?");
		person.press("C-c");
		await person.see("ended with 130");
		await expect(access(conf())).rejects.toThrow();
	});

	it("adopts a folder that somebody unzipped by hand", async () => {
		const folder = join(instance.folder, "extensions/crontasks-master");
		for (const [path, text] of Object.entries(ocsFiles({ id: "crontasks" }))) {
			await mkdir(join(folder, path, ".."), { recursive: true });
			await writeFile(join(folder, path), text);
		}
		const flags = ["--server", "local", "--server-dir", instance.serverDir];
		const person = open([...flags, "--extensions-dir", join(instance.folder, "extensions")]);
		await person.see("crontasks-master · to be adopted as crontasks");
		await person.answer("3");
		await person.see("Apply this plan?");
		await person.answer("y");
		await person.see("Installed crontasks");
		person.press("C-c");
		await access(join(instance.folder, "extensions/crontasks/install.php"));
		await access(conf("crontasks"));
	});

	it("removes only after a yes", async () => {
		const person = open(["remove", "probe"]);
		await person.see("Remove Extension probe 1.0");
		await person.answer("");
		await person.see("Nothing was removed.");
		await access(join(instance.folder, "extensions/probe/install.php"));
	});

	it("uses no colour with NO_COLOR", async () => {
		const person = open(["list"], { NO_COLOR: "1" });
		await person.see("ended with 0");
		expect(person.screen()).toContain("probe 1.0");
		expect(person.screen()).not.toContain("\u001b");
	});

	describe.skipIf(noSshd)("with a server over SSH", () => {
		it("shows the fingerprint at first contact, and goes on only after a yes", async () => {
			const sshd = await startSshd();
			try {
				const flags = ["--server", sshd.address, "--identity", sshd.clientKey];
				const args = ["install", "probe", ...flags, "--server-dir", instance.serverDir];
				const first = open([...args, "--no-reload"]);
				await first.see(sshd.fingerprint);
				await first.answer("n");
				await first.see("ended with 6");
				first.close();
				const second = open([...args, "--no-reload"]);
				await second.see(sshd.fingerprint);
				await second.answer("y");
				await second.see("Apply this plan?");
				await second.answer("y");
				await second.see("Installed probe");
				await access(conf());
			} finally {
				await sshd.stop();
			}
		});

		it.skipIf(noSudo)(
			"asks for the secrets that the server wants, each once, and again after a slip",
			async () => {
				const user = await makeUser({ sudo: "password" });
				const sshd = await startSshd({ user: user.name, authentication: "password" });
				try {
					const flags = ["--server", sshd.address, "--expect-host-key", sshd.fingerprint, "--sudo"];
					const args = ["install", "probe", ...flags, "--server-dir", instance.serverDir];
					const person = open([...args, "--no-reload"]);
					await person.see("Password for ssh");
					await person.answer("not-it");
					await person.see("tried: the password");
					await person.answer(user.password);
					await person.see("Password for sudo");
					await person.answer(user.password);
					await person.see("Apply this plan?");
					await person.answer("y");
					await person.see("Installed probe");
					expect(person.screen()).not.toContain(user.password);
					await access(conf());
				} finally {
					await sshd.stop();
					await user.remove();
				}
			},
		);

		it("asks for host, user and the way in", async () => {
			const sshd = await startSshd();
			try {
				const person = open(["plan", "probe"]);
				await person.see("same machine?");
				await person.answer("n");
				await person.see("Host");
				await person.answer(`127.0.0.1:${sshd.port}`);
				await person.see("User");
				await person.answer("");
				await person.see("How to sign in");
				await person.answer("2");
				await person.see("Key file");
				await person.answer(sshd.clientKey);
				await person.see("Passphrase");
				await person.answer("");
				await person.see("Server location");
				await person.answer(instance.serverDir);
				await person.see(sshd.fingerprint);
				await person.answer("y");
				await person.see("ended with 0");
				expect(person.screen()).toContain(conf());
			} finally {
				await sshd.stop();
			}
		});
	});
});
