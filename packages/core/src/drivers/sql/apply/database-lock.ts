import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { GraftError } from "../../../domain/errors.ts";
import { printable } from "../../../domain/printable.ts";
import { readJournal } from "./database-journal.ts";

/** Longest name that MySQL takes for a lock. */
const longestName = 64;

/** In seconds: an owner that has just ended may be about to release it. */
const patience = 2;

/** In seconds: a session of ours whose owner is gone without a word ends, and its lock with it. */
const silence = 120;

export interface DatabaseLock {
	/** Something elsewhere, that takes longer than a session may be silent. */
	during(work: () => Promise<void>): Promise<void>;
	/** Also after the connection was lost: then the database has released it, or does so when it sees that. */
	release(): Promise<void>;
}

/** The session's own lock: of all machines, one works on this database. Throws GraftError "refused" saying who does. */
export async function takeDatabaseLock(connection: DatabaseConnection): Promise<DatabaseLock> {
	const [here] = await connection.query("SELECT DATABASE() AS name");
	const name = [...`graft.${here?.name}`].slice(0, longestName).join("");
	const [answer] = await connection.query("SELECT GET_LOCK(?, ?) AS got", [name, patience]);
	if (Number(answer?.got) !== 1) throw await heldBy(connection, name);
	await connection.execute(`SET SESSION wait_timeout = ${silence}`);
	return {
		async during(work) {
			// A session that is lost is seen by the next statement.
			const speak = () => void connection.query("SELECT 1").catch(() => undefined);
			const speaking = setInterval(speak, (silence * 1000) / 4);
			await work().finally(() => clearInterval(speaking));
		},
		async release() {
			try {
				await connection.query("SELECT RELEASE_LOCK(?)", [name]);
				await connection.execute("SET SESSION wait_timeout = DEFAULT");
			} catch (error) {
				if (!(error instanceof GraftError)) throw error;
			}
		},
	};
}

async function heldBy(connection: DatabaseConnection, name: string): Promise<GraftError> {
	const [lock] = await connection.query("SELECT IS_USED_LOCK(?) AS id", [name]);
	const id = Number(lock?.id ?? 0);
	const [session] = await connection.query(
		"SELECT USER AS user, HOST AS host FROM information_schema.PROCESSLIST WHERE ID = ?",
		[id],
	);
	const operation = (await readJournal(connection).catch(() => undefined))?.operation;
	const who = operation
		? `${operation.actor} since ${operation.at}, on ${operation.extension}`
		: "an operation that has just begun";
	const from = session ? ` from ${session.host} as ${session.user}` : "";
	return new GraftError(
		"refused",
		printable(`${connection.label}: ${who} is at work there${from} (session ${id}).`),
		{
			hint: `Wait until it has ended. If it is gone, its session ends ${silence} s after its last statement, or with KILL ${id}: what it left is put in order then.`,
		},
	);
}
