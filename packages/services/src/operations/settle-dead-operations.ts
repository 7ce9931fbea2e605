import { isWorkUnderWay } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { dropStage, stagedOperations, undoStage } from "../extensions/stage.ts";
import { giveBackLease, isDead, isGone } from "./given-up.ts";
import { thisProcess } from "./process-identity.ts";

/**
 * Finds operations whose process ended before they did, puts back the folders that they had begun to change,
 * says in their place how they ended, and gives back what the dead held. What such an operation did on a server, the
 * next one there recovers.
 */
export async function settleDeadOperations(
	ctx: Pick<Context, "database" | "paths" | "clock">,
): Promise<void> {
	if (isWorkUnderWay(ctx.paths.databaseUrl)) await settleRunning(ctx);
	await dropLeftStages(ctx);
}

async function settleRunning(ctx: Pick<Context, "database" | "paths" | "clock">): Promise<void> {
	const running = await ctx.database.operation.findMany({ where: { state: "running" } });
	// Later than the operations: one that has ended meanwhile has no lease any more, and cannot be claimed either.
	const leases = await ctx.database.lease.findMany();
	for (const operation of running) {
		if (!isDead(ctx, operation, leases) || !(await claim(ctx, operation))) continue;
		await undoStage(ctx.paths, operation.id);
		const outcome = "Its process ended before it did; what it had begun here was put back.";
		const data = { state: "failed", outcome, endedAt: ctx.clock() };
		await retryBusy(() => ctx.database.operation.update({ where: { id: operation.id }, data }));
	}
	for (const lease of leases)
		if (isGone(ctx, lease)) await retryBusy(() => giveBackLease(ctx, lease));
}

/** Of several processes that find it dead, one settles it; should that one die too, the next does. */
async function claim(
	{ database }: Pick<Context, "database">,
	{ id, process }: { id: string; process: string },
): Promise<boolean> {
	const where = { id, process, state: "running" };
	const data = { process: thisProcess() };
	const claimed = await retryBusy(() => database.operation.updateMany({ where, data }));
	return claimed.count === 1;
}

/** Of operations that were stored as ended, and whose process ended before it had tidied up. */
async function dropLeftStages({
	database,
	paths,
}: Pick<Context, "database" | "paths">): Promise<void> {
	const ids = await stagedOperations(paths);
	if (ids.length === 0) return;
	const where = { id: { in: ids }, NOT: { state: "running" } };
	const ended = await database.operation.findMany({ where, select: { id: true } });
	for (const { id } of ended) await dropStage(paths, id);
}
