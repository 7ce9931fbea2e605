import { join } from "node:path";
import type { Connection } from "@graft/core/connections/connection";
import { openConnection } from "@graft/core/connections/open-connection";
import type { ConnectionOptions } from "@graft/core/connections/server-target";
import { GraftError, type Secret } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import type { Paths } from "@graft/services/context/paths";
import type { ServerAddress } from "@graft/services/context/server-address";
import { asOwnerOf } from "@graft/services/files/as-owner";
import { stateFolderOf } from "@graft/services/files/state-folder";
import { oneLine } from "../showing/one-line.ts";
import type { Ask } from "../terminal/ask.ts";
import type { Session } from "./session.ts";

/** Connections of this session; a person may accept the key of a host that nobody knows yet. */
export function connector({ ask, terminal }: Session, paths: Paths): Context["connect"] {
	const open = async (server: ServerAddress) =>
		openConnection(server, {
			stateFolder: await stateFolderOf(paths),
			knownHosts: join(paths.home, "known_hosts"),
			keepHostKey: (write) => asOwnerOf(paths.home, write),
			agent: terminal.env.SSH_AUTH_SOCK,
			confirmHostKey: ask === null ? undefined : confirmHostKey(ask),
		});
	return ask === null ? open : askingFor(ask, open);
}

type Open = (server: ServerAddress) => Promise<Connection>;

const questions: Readonly<Record<Secret, string>> = {
	password: "Password",
	passphrase: "Passphrase of the key",
	sudoPassword: "Password for sudo",
};

/** As often as ssh asks, for three secrets. */
const mostQuestions = 9;

/** Asks for a secret that is missing or wrong, and keeps it for the next connection of this session. */
function askingFor(ask: Ask, open: Open): Open {
	const typed = new Map<string, Partial<Record<Secret, string>>>();
	return async (server) => {
		for (let attempt = 1; ; attempt += 1) {
			const known = typed.get(server.address);
			try {
				return await open({ ...server, ...known });
			} catch (error) {
				if (!(error instanceof GraftError) || !error.wants || attempt > mostQuestions) throw error;
				const question = `${questions[error.wants]} for ${oneLine(server.address)} (empty: give up)`;
				const answer = await ask.secret(`${oneLine(error.message)}\n  ${question}`);
				if (answer === "") throw error;
				typed.set(server.address, { ...known, [error.wants]: answer });
			}
		}
	};
}

function confirmHostKey(ask: Ask): NonNullable<ConnectionOptions["confirmHostKey"]> {
	return (fingerprint, keyType, address) =>
		ask.confirm(
			`Nobody here knows ${oneLine(address)} yet. Its ${oneLine(keyType)} key is ${oneLine(fingerprint)}. Is that right?`,
			false,
		);
}
