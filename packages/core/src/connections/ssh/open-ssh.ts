import { homedir } from "node:os";
import type { Duplex } from "node:stream";
import type { Client } from "ssh2";
import type { Connection } from "../connection.ts";
import type { ConnectionOptions, ServerTarget } from "../server-target.ts";
import { parseAddress, type SshAddress } from "./address.ts";
import { waysIn } from "./authentication.ts";
import { openSocket, type SignedIn, signIn, unreachable } from "./connect.ts";
import { openSession } from "./open-session.ts";

/** Signs in to a server, through a jump host and as root through sudo where that is asked for. */
export async function openSsh(
	target: ServerTarget,
	options: ConnectionOptions,
): Promise<Connection> {
	const address = parseAddress(target.address);
	const jump = target.jump === undefined ? undefined : parseAddress(target.jump);
	const userHome = options.userHome ?? homedir();
	const keys = { agent: options.agent, userHome };
	const ways = await waysIn(address.user, target, keys);
	// The server's own, then the one on the way to it.
	const hops: SignedIn[] = [];
	try {
		if (jump !== undefined) {
			// The password is for the server; whoever runs the jump host has no business with it.
			const { identityFile, passphrase } = target;
			const keysOnly = await waysIn(jump.user, { identityFile, passphrase }, keys);
			const open = () => openSocket(jump);
			const way = { address: jump, ways: keysOnly, expectedHostKey: undefined, userHome, open };
			hops.unshift(await signIn({ ...way, takesPassword: false }, options));
		}
		const bastion = hops[0]?.client;
		const open = () => (bastion ? openThrough(bastion, address) : openSocket(address));
		const { expectedHostKey } = target;
		const hop = { address, ways, expectedHostKey, takesPassword: true, userHome, open };
		hops.unshift(await signIn(hop, options));
		return await openSession(address, hops, target);
	} catch (error) {
		for (const hop of hops) hop.socket.destroy();
		throw error;
	}
}

function openThrough(bastion: Client, address: SshAddress): Promise<Duplex> {
	const { host, port } = address;
	return new Promise((resolve, reject) => {
		bastion.forwardOut("127.0.0.1", 0, host, port, (error, channel) => {
			if (error) reject(unreachable(address, `behind the jump host: ${error.message}`, error));
			else resolve(channel);
		});
	});
}
