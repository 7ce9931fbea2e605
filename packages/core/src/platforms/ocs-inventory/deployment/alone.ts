import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { count } from "./cells.ts";

const patienceSeconds = 10;

/** Does `work` while no other Graft changes this database. The lock is the session's, and so ends with it. */
export async function aloneIn<T>(
	connection: DatabaseConnection,
	work: () => Promise<T>,
): Promise<T> {
	const lock = "CONCAT('graft.', DATABASE())";
	const taken = await count(connection, `SELECT GET_LOCK(${lock}, ?) AS n`, [patienceSeconds]);
	if (taken !== 1) {
		throw new GraftError("refused", `${connection.label} is being changed by another Graft.`, {
			hint: "Wait until that is over, and try again.",
		});
	}
	try {
		return await work();
	} finally {
		await connection.query(`SELECT RELEASE_LOCK(${lock})`).catch(() => undefined);
	}
}

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
