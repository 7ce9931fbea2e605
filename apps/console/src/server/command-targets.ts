import type { Transport } from "@graft/core/connections/transport";
import { transports } from "@graft/core/connections/transports";

/** A server as a command of install-plugin names it. */
export interface CommandTarget {
	readonly address: string;
	readonly becomesRoot: ReturnType<Transport["becomesRoot"]>;
}

export interface CommandTargets {
	/** One for each way to reach a server, with where such a server is. */
	readonly examples: readonly (CommandTarget & { readonly where: string })[];
	/** One that it is on; null where it is on none. */
	readonly installed: CommandTarget | null;
}

/** A server may have been reached by a way that only a newer Graft knows: it is named as it is. */
export function commandTargets(
	servers: readonly { readonly server: string; readonly state: string }[],
): CommandTargets {
	const on = servers.find(({ state }) => state !== "missing")?.server;
	return {
		examples: transports.map((transport) => ({
			where: transport.where,
			...targetBy(transport.example, transport),
		})),
		installed:
			on === undefined
				? null
				: targetBy(
						on,
						transports.find((transport) => transport.claims(on)),
					),
	};
}

function targetBy(address: string, transport: Transport | undefined): CommandTarget {
	return { address, becomesRoot: transport?.becomesRoot(address) ?? null };
}
