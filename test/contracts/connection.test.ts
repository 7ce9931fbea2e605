import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import type { ServerTarget } from "@graft/core/connections/server-target";
import { afterAll } from "vitest";
import { noSshd, type Sshd, type SshdOptions, startSshd } from "../system/sshd.ts";
import { makeUser, noSudo, noUsers, type TestUser } from "../system/users.ts";
import { connectionContract } from "./connection.ts";

const started: { stop(): Promise<void> }[] = [];
const users: TestUser[] = [];
const folders: string[] = [];
afterAll(async () => {
	for (const sshd of started) await sshd.stop();
	for (const user of users) await user.remove();
	for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function home(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), "graft-home-"));
	folders.push(folder);
	return folder;
}

async function openOver(
	options: SshdOptions,
	more: (sshd: Sshd) => Partial<ServerTarget> = () => ({}),
) {
	const sshd = await startSshd(options);
	started.push(sshd);
	return openConnection(
		{ address: sshd.address, identityFile: sshd.clientKey, ...more(sshd) },
		{
			stateFolder: "/unused",
			knownHosts: sshd.knownHostsFile,
			userHome: await home(),
		},
	);
}

async function user(options: Parameters<typeof makeUser>[0]): Promise<TestUser> {
	const made = await makeUser(options);
	users.push(made);
	return made;
}

const myself = userInfo().uid;
const ssh = /^ssh:\/\/[\w-]+@127\.0\.0\.1:\d+$/;

connectionContract({
	name: "local",
	open: async () =>
		openConnection(
			{ address: "local" },
			{ stateFolder: "/somewhere/state", knownHosts: join(await home(), "known_hosts") },
		),
	label: /^local$/,
	stateFolder: /^\/somewhere\/state$/,
	hasShell: true,
	uid: () => myself,
});

connectionContract({
	name: "SSH as root",
	skip: noSshd,
	open: () => openOver({}),
	label: ssh,
	stateFolder: /^\/var\/lib\/graft$/,
	hasShell: true,
	uid: () => 0,
});

let plain: TestUser | undefined;
connectionContract({
	name: "SSH as a user without rights",
	skip: noSshd ?? noUsers,
	open: async () => {
		plain = await user({});
		return openOver({ user: plain.name });
	},
	label: ssh,
	stateFolder: /^\/home\/[\w-]+\/\.local\/state\/graft$/,
	hasShell: true,
	uid: () => plain?.uid ?? -1,
});

connectionContract({
	name: "SSH and sudo without a password",
	skip: noSshd ?? noSudo,
	open: async () => openOver({ user: (await user({ sudo: "free" })).name }, () => ({ sudo: true })),
	label: ssh,
	stateFolder: /^\/var\/lib\/graft$/,
	hasShell: true,
	uid: () => 0,
});

connectionContract({
	name: "SSH and sudo with a password",
	skip: noSshd ?? noSudo,
	open: async () => {
		const { name, password } = await user({ sudo: "password" });
		return openOver({ user: name }, () => ({ sudo: true, sudoPassword: password }));
	},
	label: ssh,
	stateFolder: /^\/var\/lib\/graft$/,
	hasShell: true,
	uid: () => 0,
});

connectionContract({
	name: "SFTP and nothing else",
	skip: noSshd,
	open: () => openOver({ sftpOnly: true }),
	label: ssh,
	stateFolder: /^\/var\/lib\/graft$/,
	hasShell: false,
	uid: () => 0,
});
