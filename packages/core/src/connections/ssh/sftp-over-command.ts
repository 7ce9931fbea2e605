/// <reference path="./ssh2-sftp.d.ts" />
import type { SFTPWrapper } from "ssh2";
// ssh2 speaks SFTP only over the subsystem that sshd starts, with the rights of who signed in. Its own class does the
// same over any channel, given the few members of a connection that it uses.
import { SFTP } from "ssh2/lib/protocol/SFTP.js";
import type { RunningCommand } from "./running-command.ts";

/** Where systems keep OpenSSH's sftp-server: Debian, Red Hat, FreeBSD and Alpine, SUSE, Arch. */
const programs = [
	"/usr/lib/openssh/sftp-server",
	"/usr/libexec/openssh/sftp-server",
	"/usr/libexec/sftp-server",
	"/usr/lib/ssh/sftp-server",
	"/usr/lib/sftp-server",
];

/** Becomes the first sftp-server that is there; code 127 where none is. */
export const startSftpServer: readonly string[] = [
	"sh",
	"-c",
	'for program; do [ -x "$program" ] && exec "$program"; done; exit 127',
	"sh",
	...programs,
];

/** SFTP with the program that `command` has become. Fails where that speaks no SFTP. */
export function sftpOverCommand({
	channel,
	stdout,
	stderr,
	ended,
}: RunningCommand): Promise<SFTPWrapper> {
	const end = { id: 0, window: Number.POSITIVE_INFINITY, packetSize: 32 * 1024, state: "open" };
	const connection = {
		_protocol: {
			_remoteIdentRaw: Buffer.from("SSH-2.0-OpenSSH"),
			channelData: (_id: number, bytes: Buffer) => channel.write(bytes),
			channelClose: () => channel.close(),
		},
	};
	const sftp = new SFTP(connection, {
		type: "session",
		incoming: { ...end },
		outgoing: { ...end },
	});
	// It says nothing before it is asked, so nothing is missed here.
	stdout.stop();
	stderr.stop();
	channel.on("data", (bytes: Buffer) => sftp.push(bytes));
	channel.stderr.on("data", () => undefined);
	return new Promise((resolve, reject) => {
		void ended.then((code) => {
			sftp.push(null);
			reject(new Error(code === 127 ? "it has no sftp-server" : "its sftp-server ended"));
		});
		sftp.on("error", reject);
		sftp.once("ready", () => resolve(sftp));
		sftp._init();
	});
}
