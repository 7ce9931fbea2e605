import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { takeDatabaseLock } from "@graft/core/drivers/sql/apply/database-lock";

/** In milliseconds; well below the silence after which the database ends such a session. */
const beat = 20_000;

/** Does `work` while no other Graft changes this database. */
export async function aloneIn<T>(
	connection: DatabaseConnection,
	work: () => Promise<T>,
): Promise<T> {
	const lock = await takeDatabaseLock(connection);
	// Files that go over a slow line meanwhile leave the session without a statement for minutes.
	const beating = setInterval(() => void connection.execute("DO 0").catch(() => undefined), beat);
	try {
		return await work();
	} finally {
		clearInterval(beating);
		await lock.release();
	}
}
