import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { printable } from "../../../domain/printable.ts";
import type { Progress } from "../../../domain/progress.ts";
import { dropJournal, journalTable, readJournal } from "./database-journal.ts";
import { takeDatabaseLock } from "./database-lock.ts";
import { definitionOf } from "./definition.ts";
import { finish } from "./finish.ts";
import { goBack } from "./go-back.ts";

export interface RecoverInput {
	readonly connection: DatabaseConnection;
	readonly report: (event: Progress) => void;
}

/**
 * Puts in order what an interrupted operation left in the database: back as it was before, or to its end where only
 * tidying was left. False where there was nothing. Throws GraftError "refused" where somebody is at work there.
 */
export async function recoverDatabase(input: RecoverInput): Promise<boolean> {
	const { connection } = input;
	if ((await definitionOf(connection, journalTable)) === null) return false;
	const lock = await takeDatabaseLock(connection);
	try {
		return await recoverLocked(input);
	} finally {
		await lock.release();
	}
}

/** The same, by who holds the lock. */
export async function recoverLocked({ connection, report }: RecoverInput): Promise<boolean> {
	const journal = await readJournal(connection);
	if (journal === undefined) return false;
	const { operation, begun, isCommitted } = journal;
	if (operation === null) {
		await dropJournal(connection);
		return true;
	}
	const what = `what ${operation.actor} began at ${operation.at} on ${operation.extension}`;
	if (isCommitted) {
		await finish(connection, operation);
		report({ kind: "note", text: `Finished ${what}: it was interrupted` });
		return true;
	}
	const { left, hidesRows } = await goBack(connection, begun, false);
	if (hidesRows) throw stillHidden(connection, what, left);
	await dropJournal(connection);
	report({ kind: "note", text: `Rolled back ${what}: it was interrupted` });
	for (const text of left) report({ kind: "note", text });
	return true;
}

/** A plan made now would make the table anew, empty. */
function stillHidden(
	{ label }: DatabaseConnection,
	what: string,
	left: readonly string[],
): GraftError {
	return new GraftError(
		"refused",
		printable(`${label}: ${what} was interrupted and could not be rolled back: ${left.join("; ")}`),
		{
			hint: `Fix the error that the database reports, and run it again. Until then nothing else is done there. The table ${journalTable} says what was started.`,
		},
	);
}
