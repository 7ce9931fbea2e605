import type { Connection } from "./connection.ts";
import type { ConnectionOptions, ServerTarget } from "./server-target.ts";

/**
 * Opens the one connection that an operation on a server uses; the caller closes it.
 * Throws GraftError: "usage" (address, key file), "host-key", "unreachable", "refused" (sudo).
 */
export async function openConnection(
	server: ServerTarget,
	options: ConnectionOptions,
): Promise<Connection> {
	if (server.address === "local") {
		const { openLocal } = await import("./local/open-local.ts");
		return openLocal(options.stateFolder);
	}
	// Loaded only when a server is remote: it is half of the start-up time of a command.
	const { openSsh } = await import("./ssh/open-ssh.ts");
	return openSsh(server, options);
}
