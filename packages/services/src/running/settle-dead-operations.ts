import { isWorkUnderWay } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { Ending } from "../context/ending.ts";
import type { Dead } from "../context/operation-queue.ts";
import { dropStage, stagedOperations, undoStage } from "../files/stage.ts";
import { giveBackLease, isGone } from "./given-up.ts";
import { processText, thisProcess } from "./process-identity.ts";

type Ctx = Pick<Context, "database" | "paths" | "clock" | "queue">;

/**
 * Finds operations whose process ended before they did, puts back the folders that they had begun to change, and gives
 * back what the dead held. One that had places elsewhere to change waits for a runner again, which finishes it or rolls it
 * back (resume.ts); the end of any other is said in its place.
 */
export async function settleDeadOperations(ctx: Ctx): Promise<void> {
	if (isWorkUnderWay(ctx.paths.databaseUrl)) await settleRunning(ctx);
	await dropLeftStages(ctx);
}

async function settleRunning(ctx: Ctx): Promise<void> {
	const runner = thisProcess();
	for (const dead of await ctx.queue.dead()) {
		// Should this process die too, the next one finds it in its hands.
		if (!(await ctx.queue.takeOver(dead.id, dead.runner, runner))) continue;
		await undoStage(ctx.paths, dead.id);
		if (mayGoOn(dead)) {
			await tell(ctx, dead);
			await ctx.queue.release(dead.id, runner);
		} else await ctx.queue.finish(dead.id, runner, endOf(dead));
	}
	for (const lease of await ctx.database.lease.findMany())
		if (isGone(ctx, lease)) await retryBusy(() => giveBackLease(ctx, lease));
}

/** What takes its process along each time is not begun without end. */
const mostAttempts = 3;
const ofFoldersAlone: readonly string[] = ["import", "mend", "switch-version"];

function mayGoOn({ isWhole, kind, attempt }: Dead): boolean {
	return isWhole && !ofFoldersAlone.includes(kind) && attempt < mostAttempts;
}

async function tell({ database, clock }: Ctx, { id, runner }: Dead): Promise<void> {
	const { _max } = await database.operationEvent.aggregate({
		where: { operationId: id },
		_max: { number: true },
	});
	const text = `Its process ended before the operation was finished (${processText(runner)}). It is finished or rolled back next.`;
	const event = { operationId: id, number: (_max.number ?? 0) + 1, at: clock() };
	await retryBusy(() =>
		database.operationEvent.create({ data: { ...event, kind: "note", data: { text } } }),
	);
}

function endOf({ isWhole, parentId, kind, attempt }: Dead): Ending {
	// A part is gone on with by its whole. What has neither was begun by a Graft that could not go on.
	const isPart = !isWhole && parentId !== null;
	if (!isPart && !ofFoldersAlone.includes(kind)) {
		const often = attempt > 1 ? `, ${attempt} times` : "";
		const outcome = `Its process ended before the operation was finished${often}. What it had begun on a server or in a linked database is put in order by the next change there.`;
		const hint = "Check the status and why Graft ended, then start it again.";
		return { state: "failed", outcome, failure: { kind: "partly-done", hint } };
	}
	const outcome =
		"Its process ended before the operation was finished; what it had begun here was rolled back.";
	return { state: isWhole ? "rolled-back" : "failed", outcome };
}

/** Of operations that were stored as ended, and whose process ended before it had tidied up. */
async function dropLeftStages({ database, paths }: Ctx): Promise<void> {
	const ids = await stagedOperations(paths);
	if (ids.length === 0) return;
	const where = { id: { in: ids }, NOT: { state: "running" } };
	const ended = await database.operation.findMany({ where, select: { id: true } });
	for (const { id } of ended) await dropStage(paths, id);
}
