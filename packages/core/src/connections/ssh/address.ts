import { isIPv6 } from "node:net";
import { GraftError } from "../../domain/errors.ts";
import { printable } from "../../domain/printable.ts";

export interface SshAddress {
	readonly user: string;
	/** Lower case; an IPv6 address without its brackets. */
	readonly host: string;
	readonly port: number;
}

/**
 * Reads `ssh://user@host`, with `:port` where it is not 22, and an IPv6 address in brackets.
 * Strict, so that nothing of it can be taken for an option, a path or a command. Throws GraftError "usage".
 */
export function parseAddress(text: string): SshAddress {
	const match = form.exec(text);
	const [, user, bracketed, name, portText = "22"] = match ?? [];
	const host = (bracketed ?? name)?.toLowerCase();
	const port = Number(portText);
	if (user === undefined || host === undefined || port < 1 || port > 65_535) throw malformed(text);
	if (bracketed !== undefined && !isIPv6(bracketed)) throw malformed(text);
	return { user, host, port };
}

/** The one way to write an address: with its port, so that a server has one name. */
export function formatAddress({ user, host, port }: SshAddress): string {
	return `ssh://${user}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

// Neither a user nor a host begins with `-` or `.`; a host's labels are letters, digits, `-` and `_`.
const form =
	/^ssh:\/\/([a-z0-9_][a-z0-9_.+-]*\$?)@(?:\[([0-9a-f:.]+)\]|([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?))(?::([0-9]{1,5}))?$/i;

function malformed(text: string): GraftError {
	return new GraftError("usage", `${printable(text)} is not the address of a server`, {
		hint: "Write ssh://user@host:port, for instance ssh://root@server.example.org:22 or ssh://root@[2001:db8::1]:22.",
	});
}
