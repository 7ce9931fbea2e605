import { GraftError } from "@graft/core/domain/errors";
import type { ServerAddress } from "@graft/services/context/server-address";
import type { Secrets } from "../session/secrets.ts";
import type { Options } from "./invocation.ts";

/** The server that the flags name; undefined where --server is missing. */
export function serverFromFlags(options: Options, secrets: Secrets): ServerAddress | undefined {
	const { server, identity, jump, sudo, expectHostKey } = options;
	const aboutSsh = {
		"--identity": identity,
		"--jump": jump,
		"--sudo": sudo,
		"--expect-host-key": expectHostKey,
		"--password-stdin": options.passwordStdin,
	};
	if (server === undefined || server === "local") {
		const lost = Object.entries(aboutSsh).find(([, value]) => value !== undefined);
		if (lost)
			throw new GraftError("usage", `${lost[0]} is about a server over SSH, and none is named.`, {
				hint: "Name it: --server ssh://user@host:port",
			});
		return server === undefined ? undefined : { address: server };
	}
	return {
		address: server,
		...(identity === undefined ? {} : { identityFile: identity }),
		...(jump === undefined ? {} : { jump }),
		...(sudo === undefined ? {} : { sudo }),
		...(expectHostKey === undefined ? {} : { expectedHostKey: expectHostKey }),
		...secrets,
	};
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
