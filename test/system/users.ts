import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";

/** Why no users can be made here, or undefined. */
export const noUsers: string | undefined =
	userInfo().uid !== 0 || !existsSync("/usr/sbin/useradd")
		? "only root makes users, with useradd"
		: undefined;

/** Why sudo cannot be tried here, or undefined. */
export const noSudo: string | undefined =
	noUsers ?? (existsSync("/usr/bin/sudo") ? undefined : "sudo is not installed");

export interface TestUser {
	name: string;
	uid: number;
	home: string;
	password: string;
	remove(): Promise<void>;
}

/**
 * A real user of this machine with a home and a password.
 * `sudo`: "password" asks for it, "free" does not; further `Defaults` for this user in `defaults`.
 */
export async function makeUser({
	sudo,
	defaults = [],
}: {
	sudo?: "password" | "free";
	defaults?: readonly string[];
} = {}): Promise<TestUser> {
	const name = `graft-${randomBytes(4).toString("hex")}`;
	const home = `/home/${name}`;
	const password = randomBytes(12).toString("base64url");
	execFileSync("/usr/sbin/useradd", ["--create-home", "--shell", "/bin/sh", name]);
	execFileSync("/usr/sbin/chpasswd", { input: `${name}:${password}\n` });
	const sudoers = `/etc/sudoers.d/${name}`;
	if (sudo !== undefined) {
		const lines = [
			...defaults.map((setting) => `Defaults:${name} ${setting}`),
			`${name} ALL=(ALL) ${sudo === "free" ? "NOPASSWD: " : ""}ALL`,
		];
		await writeFile(sudoers, `${lines.join("\n")}\n`, { mode: 0o440 });
	}
	return {
		name,
		uid: Number(execFileSync("id", ["-u", name], { encoding: "utf8" })),
		home,
		password,
		async remove() {
			await rm(sudoers, { force: true });
			execFileSync("/usr/sbin/userdel", ["--force", name], { stdio: "ignore" });
			await rm(home, { recursive: true, force: true });
		},
	};
}
