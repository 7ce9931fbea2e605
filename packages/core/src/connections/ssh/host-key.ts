import { join } from "node:path";
import type { ServerHostKeyAlgorithm } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { ConnectionOptions } from "../server-target.ts";
import { formatAddress, type SshAddress } from "./address.ts";
import {
	fingerprint,
	judge,
	type KnownKey,
	readKnownKeys,
	rememberKey,
	typeOfKey,
} from "./known-hosts.ts";

/** Thrown through the handshake when nobody knows the key yet: whoever connects may ask, and connect again. */
export class UnknownHostKey extends Error {
	readonly key: Uint8Array;
	constructor(key: Uint8Array) {
		super("unknown host key");
		this.key = key;
	}
}

export function knownKeysOf(
	{ host, port }: SshAddress,
	knownHosts: string,
	userHome: string,
): Promise<readonly KnownKey[]> {
	const files = [knownHosts, join(userHome, ".ssh", "known_hosts"), "/etc/ssh/ssh_known_hosts"];
	return readKnownKeys(files, host, port);
}

/** undefined where the key may be trusted; otherwise why not. `expected` is the only fingerprint that will do. */
export function refusal(
	address: SshAddress,
	key: Uint8Array,
	known: readonly KnownKey[],
	expected: string | undefined,
): Error | undefined {
	const shown = `${typeOfKey(key)} ${fingerprint(key)}`;
	const where = formatAddress(address);
	if (expected !== undefined && expected !== fingerprint(key)) {
		return new GraftError(
			"host-key",
			`${where} shows the host key ${shown}, and ${expected} was expected`,
			{ hint: "Compare it with ssh-keygen -lf on the server. Nothing was sent to it." },
		);
	}
	const verdict = judge(known, key);
	if (verdict === "known") return undefined;
	if (verdict === "unknown") return new UnknownHostKey(key);
	const lines = known.map((entry) => entry.source).join(", ");
	const what = verdict === "revoked" ? "is revoked" : "has changed";
	return new GraftError("host-key", `The host key of ${where} ${what}: it is now ${shown}`, {
		hint: `Somebody may be listening in. Ask whoever runs the server; if the change is right, take the old key out of ${lines}.`,
	});
}

/** Accepts an unknown key where it was expected or is confirmed, and keeps it. Throws GraftError "host-key" otherwise. */
export async function acceptKey(
	address: SshAddress,
	key: Uint8Array,
	expected: string | undefined,
	options: ConnectionOptions,
): Promise<void> {
	const print = fingerprint(key);
	const where = formatAddress(address);
	const accepted =
		expected === print || ((await options.confirmHostKey?.(print, typeOfKey(key), where)) ?? false);
	if (!accepted) {
		throw new GraftError(
			"host-key",
			`The host key of ${where} is not known: ${typeOfKey(key)} ${print}`,
			{
				hint: `Compare it with ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub on the server; then give --expect-host-key ${print}, or add the server to ~/.ssh/known_hosts.`,
			},
		);
	}
	const write = () => rememberKey(options.knownHosts, address.host, address.port, key);
	await (options.keepHostKey?.(write) ?? write());
}

/** The kinds of key to ask a server for, those that are known of it first: servers have several. */
export function hostKeyOrder(known: readonly KnownKey[]): ServerHostKeyAlgorithm[] {
	const trusted = new Set(known.filter((entry) => !entry.revoked).map((entry) => entry.keyType));
	const isTrusted = (algorithm: string) =>
		trusted.has(algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm);
	return [
		...hostKeyAlgorithms.filter(isTrusted),
		...hostKeyAlgorithms.filter((algorithm) => !isTrusted(algorithm)),
	];
}

// Without ssh-rsa: its signatures use SHA-1. RSA keys are still taken, signed by the two of RFC 8332.
const hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[] = [
	"ssh-ed25519",
	"ecdsa-sha2-nistp256",
	"ecdsa-sha2-nistp384",
	"ecdsa-sha2-nistp521",
	"rsa-sha2-512",
	"rsa-sha2-256",
];
