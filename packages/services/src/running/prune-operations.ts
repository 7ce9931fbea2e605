import { GraftError } from "@graft/core/domain/errors";
import { queryNamed, writeNow } from "@graft/database/direct";
import type { Context } from "../context/context.ts";
import type { KeptOperations } from "../context/kept-operations.ts";

const dayMs = 24 * 60 * 60 * 1_000;

/** GRAFT_OPERATIONS_DAYS and GRAFT_OPERATIONS_MOST. Throws GraftError "usage" for what is no number. */
export function keptOperationsFrom(
	env: Readonly<Record<string, string | undefined>>,
): KeptOperations {
	const read = (name: string, usual: number) => {
		const text = env[name];
		if (!text) return usual;
		if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
		throw new GraftError(
			"usage",
			`${name} is ${JSON.stringify(text)}, which is not a valid number.`,
			{
				hint: "Give a whole number from 1 on, or leave it out.",
			},
		);
	};
	return { days: read("GRAFT_OPERATIONS_DAYS", 365), most: read("GRAFT_OPERATIONS_MOST", 5_000) };
}

/** So few that nobody waits for it; the rest goes at the next start or end. */
const mostAtOnce = 50;

const kept = "parentId IS NULL AND endedAt IS NOT NULL";
const forgettable = `SELECT id FROM Operation WHERE ${kept}
	AND (endedAt < @oldest OR id IN (
		SELECT id FROM Operation WHERE ${kept} ORDER BY endedAt DESC, id LIMIT -1 OFFSET @most))
	AND NOT EXISTS (
		SELECT 1 FROM Receipt r JOIN Operation p ON p.id = r.operationId
		WHERE p.id = Operation.id OR p.parentId = Operation.id)
	ORDER BY endedAt LIMIT ${mostAtOnce}`;

/**
 * Forgets operations that ended long ago, and the oldest beyond so many, with all their events and parts. One that waits
 * or runs stays, and so does one that says how something came to a server where it still is. Gives how many went: none
 * while somebody else writes, or where nothing can be written.
 */
export function pruneOperations({
	paths,
	clock,
	keptOperations: { days, most },
}: Pick<Context, "paths" | "clock" | "keptOperations">): number {
	const oldest = new Date(clock().getTime() - days * dayMs).toISOString();
	const named = { oldest, most };
	const ids = queryNamed<{ id: string }>(paths.databaseUrl, forgettable, named).map(({ id }) => id);
	if (ids.length === 0) return 0;
	const forget = "DELETE FROM Operation WHERE id IN (SELECT value FROM json_each(?))";
	return writeNow(paths.databaseUrl, forget, JSON.stringify(ids));
}
