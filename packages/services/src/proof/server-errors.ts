import type { Connection } from "@graft/core/connections/connection";
import type { Place } from "@graft/core/domain/plan";
import { receiptPath } from "@graft/core/drivers/files/plan/receipts";
import type { Failures } from "@graft/core/platforms/place";

/** Agents that a server failed since the server part of an extension came there. */
export interface ServerErrors {
	/** When that was, by the server's own clock: ISO 8601, UTC. */
	readonly since: string;
	readonly count: number;
	/** The latest one: ISO 8601, UTC. */
	readonly latest: string | null;
	/** What the server's own log says last about it. */
	readonly last: string | null;
}

/** null where nobody can tell, also where Graft has no receipt there. Asks for `failures` only where that matters. */
export async function readServerErrors(
	connection: Connection,
	place: Place,
	extensionId: string,
	failures: () => Promise<Failures | null>,
): Promise<ServerErrors | null> {
	// Written when all else was done: its date is of the same clock as the log's.
	const receipt = await connection.stat(receiptPath(place, extensionId));
	const found = receipt === undefined ? null : await failures();
	if (receipt === undefined || found === null) return null;
	// A log knows whole seconds only.
	const since = Math.floor(receipt.modifiedAt / 1_000) * 1_000;
	const errors = found.at.filter((at) => at >= since);
	const latest = errors.at(-1);
	return {
		since: new Date(since).toISOString(),
		count: errors.length,
		latest: latest === undefined ? null : new Date(latest).toISOString(),
		last: latest === undefined ? null : found.last,
	};
}
