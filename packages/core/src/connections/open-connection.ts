import type { Connection } from "./connection.ts";
import { transportOf } from "./find-transport.ts";
import type { ConnectionOptions, ServerTarget } from "./server-target.ts";

/**
 * Opens the one connection that an operation on a server uses; the caller closes it.
 * Throws GraftError: "usage" (address, key file), "host-key", "unreachable", "refused" (sudo).
 */
export async function openConnection(
	server: ServerTarget,
	options: ConnectionOptions,
): Promise<Connection> {
	return transportOf(server.address).open(server, options);
}
