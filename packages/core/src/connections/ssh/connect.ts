import { connect as connectSocket, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import ssh2, { type Client } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import { printable } from "../../domain/printable.ts";
import type { ConnectionOptions } from "../server-target.ts";
import { formatAddress, type SshAddress } from "./address.ts";
import { offer, type WayIn } from "./authentication.ts";
import { withHandshake } from "./handshakes.ts";
import { acceptKey, hostKeyOrder, knownKeysOf, refusal, UnknownHostKey } from "./host-key.ts";

/** One server to sign in to. */
export interface Hop {
	readonly address: SshAddress;
	readonly ways: readonly WayIn[];
	readonly expectedHostKey: string | undefined;
	/** The password is for the server alone, never for a host on the way to it. */
	readonly takesPassword: boolean;
	readonly userHome: string;
	/** Opens what the handshake runs over; a new one for each attempt. */
	readonly open: () => Promise<Duplex>;
}

export interface SignedIn {
	readonly client: Client;
	/** What the connection runs over; destroying it ends everything at once. */
	readonly socket: Duplex;
}

/** A socket to a server, without Nagle's delay: ssh2 sends many small packets and waits for the answers. */
export async function openSocket({ host, port }: SshAddress): Promise<Duplex> {
	return gathering(connectSocket({ host, port, noDelay: true }));
}

/**
 * What ssh2 writes in one turn of the event loop leaves in one piece. It writes packet by packet, and each would be a
 * system call here and would wake the server up by itself: most of what an operation on many servers costs.
 */
function gathering(socket: Socket): Socket {
	const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
	socket.write = (...args: unknown[]) => {
		if (socket.writableCorked === 0) {
			socket.cork();
			setImmediate(() => socket.uncork());
		}
		return write(...args);
	};
	return socket;
}

/** Signs in, with the host key checked. Throws GraftError "host-key" or "unreachable". */
export async function signIn(hop: Hop, options: ConnectionOptions): Promise<SignedIn> {
	try {
		return await attempt(hop, options);
	} catch (error) {
		if (!(error instanceof UnknownHostKey)) throw error;
		// Asked with no connection open: a person may take longer than a server waits.
		await acceptKey(hop.address, error.key, hop.expectedHostKey, options);
		return attempt(hop, options);
	}
}

/** A busy sshd closes connections before it has said anything (MaxStartups): tried again, more slowly each time. */
async function attempt(hop: Hop, options: ConnectionOptions): Promise<SignedIn> {
	for (let pause = 100; ; pause *= 2) {
		try {
			const { host, port } = hop.address;
			return await withHandshake(`${host} ${port}`, () => handshake(hop, options));
		} catch (error) {
			if (!(error instanceof TurnedAway)) throw error;
			if (pause > 2_000) throw unreachable(hop.address, error.message, error);
			await wait(pause * (0.5 + Math.random()));
		}
	}
}

class TurnedAway extends Error {}

async function handshake(hop: Hop, options: ConnectionOptions): Promise<SignedIn> {
	const known = await knownKeysOf(hop.address, options.knownHosts, hop.userHome);
	const socket = await hop.open();
	const client = new ssh2.Client();
	const offered: string[] = [];
	let refused: Error | undefined;
	return new Promise((resolve, reject) => {
		// 'error' may come more than once; the listener stays, and the first one counts.
		client.on("error", (error) => {
			if ("level" in error && error.level === "agent") return;
			socket.destroy();
			reject(refused ?? failure(hop, offered, error));
		});
		client.on("close", () =>
			reject(refused ?? unreachable(hop.address, "the connection was closed while signing in")),
		);
		client.once("ready", () => resolve({ client, socket }));
		client.connect({
			sock: socket,
			username: hop.address.user,
			readyTimeout: options.timeoutMs ?? 20_000,
			keepaliveInterval: 10_000,
			keepaliveCountMax: 3,
			algorithms: { serverHostKey: hostKeyOrder(known) },
			authHandler: offer(hop.ways, (way) => offered.push(way.told)),
			hostVerifier: (key: Buffer) => {
				refused = refusal(hop.address, key, known, hop.expectedHostKey);
				return refused === undefined;
			},
		});
	});
}

function failure({ address, takesPassword }: Hop, offered: readonly string[], error: Error): Error {
	const level = "level" in error ? error.level : undefined;
	if (level === "client-authentication") {
		const tried = offered.length === 0 ? "nothing that it would take" : offered.join(", ");
		return new GraftError(
			"unreachable",
			`${formatAddress(address)} does not let ${address.user} in; tried: ${tried}`,
			{
				hint: "Give a key file or a password, or add a key to the agent.",
				cause: error,
				wants: takesPassword ? "password" : undefined,
			},
		);
	}
	if (/before handshake/.test(error.message) || ("code" in error && error.code === "ECONNRESET")) {
		return new TurnedAway("the server closes the connection before it has said that it is SSH");
	}
	return unreachable(address, reasons[codeOf(error)] ?? printable(error.message), error);
}

function codeOf(error: Error): string {
	return "code" in error && typeof error.code === "string" ? error.code : "";
}

const reasons: Readonly<Record<string, string>> = {
	ECONNREFUSED: "nothing listens on that port",
	ENOTFOUND: "no machine has that name",
	EAI_AGAIN: "the name cannot be looked up now",
	ETIMEDOUT: "no answer",
	EHOSTUNREACH: "no way to that machine",
	ENETUNREACH: "no way to that network",
};

export function unreachable(address: SshAddress, reason: string, cause?: unknown): GraftError {
	return new GraftError("unreachable", `${formatAddress(address)}: ${reason}`, {
		hint: "Check host and port, and whether the server and the network are up.",
		cause,
	});
}
