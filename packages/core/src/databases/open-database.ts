import { parseDatabaseUrl } from "./database-address.ts";
import type { DatabaseConnection } from "./database-connection.ts";
import { type Patience, usualPatience } from "./patience.ts";

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
