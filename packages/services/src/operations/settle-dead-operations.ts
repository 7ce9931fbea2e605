import { hasRunningOperation } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { dropStage, stagedOperations, undoStage } from "../extensions/stage.ts";
import { isAlive, thisProcess } from "./process-identity.ts";

/** On another host nobody can look for the process; no change of folders takes this long. */
const givenUpAfterMs = 10 * 60 * 1000;

/**
 * Finds operations whose process ended before they did, puts back the folders that they had begun to change,
 * and says in their place how they ended. What such an operation did on a server, the next one there recovers.
 */
export async function settleDeadOperations(
	ctx: Pick<Context, "database" | "paths" | "clock">,
): Promise<void> {
	if (hasRunningOperation(ctx.paths.databaseUrl)) await settleRunning(ctx);
	await dropLeftStages(ctx);
}

async function settleRunning(ctx: Pick<Context, "database" | "paths" | "clock">): Promise<void> {
	const running = await ctx.database.operation.findMany({ where: { state: "running" } });
	for (const operation of running) {
		const age = ctx.clock().getTime() - operation.startedAt.getTime();
		if (isAlive(operation.process) ?? age < givenUpAfterMs) continue;
		if (!(await claim(ctx, operation))) continue;
		await undoStage(ctx.paths, operation.id);
		const outcome = "Its process ended before it did; what it had begun here was put back.";
		const data = { state: "failed", outcome, endedAt: ctx.clock(), lock: null };
		await retryBusy(() => ctx.database.operation.update({ where: { id: operation.id }, data }));
	}
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
