import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { quoteName } from "../../../domain/quote-name.ts";
import { type DatabaseOperation, dropJournal } from "./database-journal.ts";
import { waitingName } from "./go-back.ts";

/** All steps are done: what waited for that is dropped. May be done again after it was interrupted. */
export async function finish(
	connection: DatabaseConnection,
	{ steps }: DatabaseOperation,
): Promise<void> {
	const waiting = steps.flatMap(({ kind }, index) =>
		kind === "drop-table" ? [quoteName(waitingName(index + 1))] : [],
	);
	if (waiting.length > 0) {
		// They may refer to each other.
		await connection.execute("SET SESSION foreign_key_checks = 0");
		await connection.execute(`DROP TABLE IF EXISTS ${waiting.join(", ")}`);
		await connection.execute("SET SESSION foreign_key_checks = DEFAULT");
	}
	await dropJournal(connection);
}
