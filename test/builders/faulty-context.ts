import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { faultyConnection } from "./faulty-connection.ts";

export interface ServerFault {
	/** Over all connections of the context; counts from 1. */
	readonly call: number;
	/** Every connection is lost from that call on, new ones too; or that one call is refused. */
	readonly what: "lost" | "refused";
}

export interface FaultyContext {
	readonly ctx: Context;
	/** Made so far. */
	readonly calls: () => number;
}

/** The same services over real connections to servers, of which one call fails. */
export function faultyContext(inner: Context, { call, what }: ServerFault): FaultyContext {
	let calls = 0;
	const fail = () => {
		calls += 1;
		if (what === "refused")
			return calls === call ? new GraftError("refused", "the server says no") : undefined;
		return calls >= call ? new GraftError("unreachable", "the connection was lost") : undefined;
	};
	return {
		ctx: {
			...inner,
			connect: async (server) => faultyConnection(await inner.connect(server), { fail }),
		},
		calls: () => calls,
	};
}
