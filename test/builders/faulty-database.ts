import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { GraftError } from "@graft/core/domain/errors";

export interface DatabaseFault {
	/** Counts from 1. */
	readonly call: number;
	/** The connection dies before that call, which is just after the one before it; or the database says no, once. */
	readonly what: "dies" | "refuses";
}

export interface FaultyDatabase extends DatabaseConnection {
	/** The call was made. */
	readonly isStruck: () => boolean;
}

/** A real session that fails at one call; one that died stays so, as if its process had been killed there. */
export function faultyDatabase(inner: DatabaseConnection, fault: DatabaseFault): FaultyDatabase {
	let calls = 0;
	let isDead = false;

	async function pass<Answer>(send: () => Promise<Answer>): Promise<Answer> {
		if (isDead) throw lost();
		calls += 1;
		if (calls !== fault.call) return send();
		if (fault.what === "refuses") throw new GraftError("refused", "the database says no");
		isDead = true;
		throw lost();
	}

	return {
		label: inner.label,
		isStruck: () => calls >= fault.call,
		query: (sql, parameters) => pass(() => inner.query(sql, parameters)),
		execute: (sql, parameters) => pass(() => inner.execute(sql, parameters)),
		stream: (sql) => inner.stream(sql),
		close: () => inner.close(),
	};
}

function lost(): GraftError {
	return new GraftError("unreachable", "the connection was lost");
}
