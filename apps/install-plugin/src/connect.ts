import { join } from "node:path";
import { openConnection } from "@graft/core/connections/open-connection";
import type { ConnectionOptions } from "@graft/core/connections/server-target";
import type { Context } from "@graft/services/context";
import type { Paths } from "@graft/services/paths";
import type { Ask } from "./ask.ts";
import { oneLine } from "./render/one-line.ts";
import type { Session } from "./session.ts";

/** Connections of this session; a person may accept the key of a host that nobody knows yet. */
export function connector({ ask, terminal }: Session, { home }: Paths): Context["connect"] {
	return (server) =>
		openConnection(server, {
			stateFolder: join(home, "state"),
			knownHosts: join(home, "known_hosts"),
			agent: terminal.env.SSH_AUTH_SOCK,
			confirmHostKey: ask === null ? undefined : confirmHostKey(ask),
		});
}

function confirmHostKey(ask: Ask): NonNullable<ConnectionOptions["confirmHostKey"]> {
	return (fingerprint, keyType, address) =>
		ask.confirm(
			`Nobody here knows ${oneLine(address)} yet. Its ${oneLine(keyType)} key is ${oneLine(fingerprint)}. Is that right?`,
			false,
		);
}
