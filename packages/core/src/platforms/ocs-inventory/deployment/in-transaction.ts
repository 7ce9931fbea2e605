import type { DatabaseConnection } from "../../../databases/database-connection.ts";

/**
 * All of it or nothing. Rows that are only read stay free for OCS's own server meanwhile: what an inventory changes between
 * two statements is no matter here.
 */
export async function inTransaction<T>(
	connection: DatabaseConnection,
	work: () => Promise<T>,
): Promise<T> {
	await connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
	await connection.execute("START TRANSACTION");
	try {
		const result = await work();
		await connection.execute("COMMIT");
		return result;
	} catch (error) {
		await connection.execute("ROLLBACK").catch(() => undefined);
		throw error;
	}
}
