import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { takeDatabaseLock } from "@graft/core/installer/database/database-lock";

/** Does `work` while no other Graft changes this database. */
export async function aloneIn<T>(
	connection: DatabaseConnection,
	work: () => Promise<T>,
): Promise<T> {
	const lock = await takeDatabaseLock(connection);
	try {
		return await work();
	} finally {
		await lock.release();
	}
}
