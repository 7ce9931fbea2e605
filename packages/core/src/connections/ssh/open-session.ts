import { randomBytes } from "node:crypto";
import type { Client, SFTPWrapper } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { Connection } from "../connection.ts";
import type { ServerTarget } from "../server-target.ts";
import { formatAddress, type SshAddress } from "./address.ts";
import type { SignedIn } from "./connect.ts";
import { Lifeline } from "./lifeline.ts";
import { runRemote } from "./run-remote.ts";
import { startCommand } from "./running-command.ts";
import { sftpOverCommand, startSftpServer } from "./sftp-over-command.ts";
import { begin, commandLine, type Shell } from "./shell.ts";
import { SshConnection } from "./ssh-connection.ts";

interface Welcome {
	readonly sftp: SFTPWrapper;
	readonly stateFolder: string;
}

const stateOfRoot = "/var/lib/graft";

/** Makes one connection of those that signing in has opened; `hops` begins with the server's own. */
export async function openSession(
	address: SshAddress,
	hops: readonly SignedIn[],
	{ sudo: asRoot = false, sudoPassword }: ServerTarget,
): Promise<Connection> {
	const [hop] = hops;
	if (hop === undefined) throw new Error("no connection");
	const { client } = hop;
	const label = formatAddress(address);
	const lifeline = new Lifeline(label, () => {
		for (const { socket } of hops) socket.destroy();
	});
	for (const each of hops) {
		each.client.on("error", (error) => lifeline.cut(`the connection was lost: ${error.message}`));
		each.client.on("close", () => lifeline.cut("the connection was lost"));
	}
	const nonce = `graft-${randomBytes(12).toString("hex")}`;
	const shell: Shell = { label, nonce, sudo: asRoot ? { password: sudoPassword } : undefined };
	const { sftp, stateFolder } = asRoot
		? await asSuperuser(client, lifeline, shell)
		: await asUser(client, lifeline, address);
	sftp.once("close", () => lifeline.cut("the server has ended the session"));
	return new SshConnection({
		label,
		stateFolder,
		client,
		sftp,
		lifeline,
		findShell: async () => asRoot || answers(client, lifeline, nonce, sftp),
		run: (argv, options) => runRemote(client, lifeline, shell, argv, options),
	});
}

/** The subsystem that sshd starts. */
async function asUser(client: Client, lifeline: Lifeline, address: SshAddress): Promise<Welcome> {
	try {
		const sftp = await lifeline.call<SFTPWrapper>((done) => client.sftp(done));
		if (address.user === "root") return { sftp, stateFolder: stateOfRoot };
		const home = await lifeline.call<string>((done) => sftp.realpath(".", done));
		return { sftp, stateFolder: `${home}/.local/state/graft` };
	} catch (cause) {
		if (cause instanceof GraftError) throw cause;
		throw new GraftError(
			"refused",
			`${formatAddress(address)}: the server gives no SFTP: ${messageOf(cause)}`,
			{
				hint: "Switch on the sftp subsystem in its sshd_config.",
				cause,
			},
		);
	}
}

async function asSuperuser(client: Client, lifeline: Lifeline, shell: Shell): Promise<Welcome> {
	const command = await startCommand(client, lifeline, commandLine(shell, startSftpServer));
	await lifeline.during(begin(command, shell));
	const sftp = await lifeline.during(
		sftpOverCommand(command).catch((cause) => {
			throw new GraftError("refused", `${shell.label}: no files as root: ${messageOf(cause)}`, {
				hint: "Install OpenSSH's sftp-server on that server, or connect as root.",
				cause,
			});
		}),
	);
	void command.ended.then(() => lifeline.cut("the server has ended the session"));
	return { sftp, stateFolder: stateOfRoot };
}

/** False where there is no shell: a server for files only runs its own program, whatever it is asked for. */
async function answers(
	client: Client,
	lifeline: Lifeline,
	nonce: string,
	sftp: SFTPWrapper,
): Promise<boolean> {
	const command = await startCommand(client, lifeline, `echo ${nonce}`).catch(() => undefined);
	command?.channel.end();
	// Not cut short: a shell may be slow to start, and to take it for none would leave out checks.
	if (command !== undefined) await lifeline.during(command.ended);
	if (command?.stdout.text().includes(nonce)) return true;
	// A connection that is being lost says nothing either: only one that still answers has no shell.
	await lifeline.call<string>((done) => sftp.realpath(".", done));
	return false;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
