import { transports } from "@graft/core/connections/transports";
import type { GraftError } from "@graft/core/domain/errors";
import type { ServerAddress } from "@graft/services/context/server-address";
import type { Ask } from "../terminal/ask.ts";

/** Asks where the server is, and how to get in there. What is left where all others are declined is the last one. */
export async function askServer(ask: Ask): Promise<ServerAddress> {
	const last = transports.length - 1;
	for (const [index, { where, ...transport }] of transports.entries()) {
		const isIt = index === last || (await ask.confirm(`Is the server ${where}?`, index === 0));
		if (isIt) return transport.ask(ask);
	}
	throw new Error("there is no transport");
}

/** Asks, or refuses where nobody can answer. */
export function askOrRefuse(ask: Ask | null, refusal: GraftError): Ask {
	if (ask === null) throw refusal;
	return ask;
}
