import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { type FailureKind, GraftError } from "../../../domain/errors.ts";

/**
 * All of it or nothing. Rows that are only read stay free for OCS's own server meanwhile: what an inventory changes between
 * two statements is no matter here. Throws GraftError "partly-done" where an old OCS's tables know no transactions, and where
 * the connection is lost at the very end.
 */
export async function inTransaction<T>(
	connection: DatabaseConnection,
	work: () => Promise<T>,
): Promise<T> {
	await connection.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
	await connection.execute("START TRANSACTION");
	try {
		const result = await work();
		await connection.execute("COMMIT").catch((error: unknown) => {
			throw isOfKind(error, "unreachable") ? uncertain(error) : error;
		});
		return result;
	} catch (error) {
		await connection.execute("ROLLBACK").catch(() => undefined);
		throw isOfKind(error, "refused") && (await cannotRollBack(connection))
			? partlyDone(error)
			: error;
	}
}

function isOfKind(error: unknown, kind: FailureKind): error is GraftError {
	return error instanceof GraftError && error.kind === kind;
}

async function cannotRollBack(connection: DatabaseConnection): Promise<boolean> {
	const tables = await connection.query(
		`SELECT 1 FROM information_schema.TABLES t JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
		WHERE t.TABLE_SCHEMA = DATABASE() AND e.TRANSACTIONS <> 'YES'
			AND t.TABLE_NAME IN ('devices', 'download_available', 'download_enable', 'download_history')`,
	);
	return tables.length > 0;
}

function partlyDone(cause: GraftError): GraftError {
	return new GraftError(
		"partly-done",
		`${cause.message}. Deployment's tables are of a kind that knows no transactions (MyISAM), so rows that were written before that stay.`,
		{
			hint: "Fix the error that the database reports, and run it again: it continues from there.",
			cause,
		},
	);
}

function uncertain(cause: GraftError): GraftError {
	return new GraftError("partly-done", `${cause.message}. It may be done or not`, {
		hint: "Run it again: it checks what is there, and continues from there.",
		cause,
	});
}
