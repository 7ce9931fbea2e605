import { transportOf } from "@graft/core/connections/find-transport";
import type { ServerTarget } from "@graft/core/connections/server-target";
import { transports } from "@graft/core/connections/transports";
import { GraftError } from "@graft/core/domain/errors";
import type { ServerAddress } from "@graft/services/context/server-address";
import type { Secrets } from "../session/secrets.ts";
import type { Options } from "./invocation.ts";

/** The server that the flags name; undefined where --server is missing. */
export function serverFromFlags(options: Options, secrets: Secrets): ServerAddress | undefined {
	const { server } = options;
	const flags = wayIn(options, secrets);
	const [first] = flags;
	if (server === undefined) {
		if (first === undefined) return undefined;
		throw new GraftError("usage", `${first.flag} is about a server, and none is named.`, {
			hint: `Name it: --server ${formsTaking(first.name)}`,
		});
	}
	const { takes } = transportOf(server);
	const lost = flags.find(({ name }) => !takes.includes(name));
	if (lost !== undefined)
		throw new GraftError("usage", `${lost.flag} has no meaning for --server ${server}.`, {
			hint: `Leave it out, or name another server: --server ${formsTaking(lost.name)}`,
		});
	return { address: server, ...waysInto(server, options, secrets) };
}

/** The servers that are named beside it; of the way in each takes what it has a use for. */
export function moreServers(options: Options, secrets: Secrets): ServerAddress[] {
	const { server, andServer = [] } = options;
	const [first] = andServer;
	if (server === undefined && first !== undefined)
		throw new GraftError("usage", "--and-server is about one more server, and none is named.", {
			hint: `Name the first one by --server: --server ${first}`,
		});
	return andServer.map((address) => ({ address, ...waysInto(address, options, secrets) }));
}

function waysInto(address: string, options: Options, secrets: Secrets) {
	const { takes } = transportOf(address);
	const flags = wayIn(options, secrets).map(({ name, value }) => [name, value] as const);
	const given = [...flags, ...Object.entries(secrets)];
	return Object.fromEntries(given.filter(([name]) => takes.some((each) => each === name)));
}

/** What was said of the way in. */
function wayIn(options: Options, { password }: Secrets) {
	const { identity, jump, sudo, expectHostKey, passwordStdin } = options;
	const all = [
		{ flag: "--identity", name: "identityFile", value: identity },
		{ flag: "--jump", name: "jump", value: jump },
		{ flag: "--sudo", name: "sudo", value: sudo },
		{ flag: "--expect-host-key", name: "expectedHostKey", value: expectHostKey },
		{ flag: "--password-stdin", name: "password", value: passwordStdin && (password ?? "") },
	] as const;
	return all.filter(({ value }) => value !== undefined);
}

function formsTaking(name: keyof ServerTarget): string {
	const taking = transports.filter(({ takes }) => takes.includes(name));
	return taking.map(({ form }) => form).join(", or ");
}

export interface Wishes {
	readonly accept: string[];
	/** Left out where nobody has said yes or no. */
	readonly reload?: boolean;
}

export function wishesFromFlags({ accept = [], reload }: Options): Wishes {
	return { accept: [...accept], ...(reload === undefined ? {} : { reload }) };
}

/** An answer that a script must give by its flag, because nobody is there to be asked. */
export function missing(flag: string, what: string): GraftError {
	return new GraftError("usage", `${flag} is missing: ${what}.`, {
		hint: "It is asked on a terminal only, and never with --json.",
	});
}
