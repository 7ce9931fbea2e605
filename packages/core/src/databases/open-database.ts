import { parseDatabaseUrl } from "./database-address.ts";
import type { DatabaseConnection } from "./database-connection.ts";

export interface Patience {
	/** How long to wait for the server to answer a new connection. */
	readonly connectMs: number;
	/** How long it may stay silent over one statement, before the connection counts as lost. */
	readonly answerMs: number;
}

export const usualPatience: Patience = { connectMs: 10_000, answerMs: 60_000 };

/**
 * Opens one session; the caller closes it. Throws GraftError: "usage" (the URL), "unreachable", "refused" (user, password,
 * database), none of which holds the password.
 */
export async function openDatabase(
	url: string,
	patience: Patience = usualPatience,
): Promise<DatabaseConnection> {
	const address = parseDatabaseUrl(url);
	// Loaded only when it is needed: most commands never ask a database of somebody else.
	const { openMariadb } = await import("./mariadb/open-mariadb.ts");
	return openMariadb(address, patience);
}
