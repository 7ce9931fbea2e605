import type { Operation } from "@graft/database/generated/client";
import { isWorkUnderWay } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { dropStage, stagedOperations, undoStage } from "../files/stage.ts";
import { type Ending, endWrite } from "./ending.ts";
import { giveBackLease, isDead, isGone } from "./given-up.ts";
import { processText, thisProcess } from "./process-identity.ts";

type Ctx = Pick<Context, "database" | "paths" | "clock">;

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
	const running = await ctx.database.operation.findMany({ where: { state: "running" } });
	// Later than the operations: one that has ended meanwhile has no lease any more, and cannot be claimed either.
	const leases = await ctx.database.lease.findMany();
	// Parts first: the whole goes on once they are settled.
	for (const operation of running.toSorted(
		(one, other) => Number(one.input !== null) - Number(other.input !== null),
	)) {
		if (!isDead(ctx, operation, leases) || !(await claim(ctx, operation))) continue;
		await undoStage(ctx.paths, operation.id);
		if (mayGoOn(operation)) await requeue(ctx, operation);
		else await retryBusy(() => endWrite(ctx, operation.id, thisProcess(), endOf(operation)));
	}
	for (const lease of leases)
		if (isGone(ctx, lease)) await retryBusy(() => giveBackLease(ctx, lease));
}

/** Of several processes that find it dead, one settles it; should that one die too, the next does. */
async function claim(
	{ database }: Ctx,
	{ id, process }: { id: string; process: string },
): Promise<boolean> {
	const where = { id, process, state: "running" };
	const data = { process: thisProcess() };
	const claimed = await retryBusy(() => database.operation.updateMany({ where, data }));
	return claimed.count === 1;
}

/** What takes its process along each time is not begun without end. */
const mostAttempts = 3;
const ofFoldersAlone: readonly string[] = ["import", "mend", "switch-version"];

function mayGoOn({ input, kind, attempts }: Operation): boolean {
	return input !== null && !ofFoldersAlone.includes(kind) && attempts < mostAttempts;
}

async function requeue({ database, clock }: Ctx, { id, process }: Operation): Promise<void> {
	const where = { id, process: thisProcess(), state: "running" };
	const data = { state: "queued", process: "", queuedAt: clock(), leased: false };
	const { _max } = await database.operationEvent.aggregate({
		where: { operationId: id },
		_max: { number: true },
	});
	const text = `Its process ended before the operation was finished (${processText(process)}). It is finished or rolled back next.`;
	const event = { operationId: id, number: (_max.number ?? 0) + 1, at: clock() };
	await retryBusy(() =>
		database.$transaction([
			database.operation.updateMany({ where, data }),
			database.operationEvent.create({ data: { ...event, kind: "note", data: { text } } }),
		]),
	);
}

function endOf({ input, parentId, kind, attempts }: Operation): Ending {
	// A part is gone on with by its whole. What has neither was begun by a Graft that could not go on.
	const isPart = input === null && parentId !== null;
	if (!isPart && !ofFoldersAlone.includes(kind)) {
		const often = attempts > 1 ? `, ${attempts} times` : "";
		const outcome = `Its process ended before the operation was finished${often}. What it had begun on a server or in a linked database is put in order by the next change there.`;
		const hint = "Check the status and why Graft ended, then start it again.";
		return { state: "failed", outcome, failure: { kind: "partly-done", hint } };
	}
	const outcome =
		"Its process ended before the operation was finished; what it had begun here was rolled back.";
	return { state: input === null ? "failed" : "rolled-back", outcome };
}

/** Of operations that were stored as ended, and whose process ended before it had tidied up. */
async function dropLeftStages({ database, paths }: Ctx): Promise<void> {
	const ids = await stagedOperations(paths);
	if (ids.length === 0) return;
	const where = { id: { in: ids }, NOT: { state: "running" } };
	const ended = await database.operation.findMany({ where, select: { id: true } });
	for (const { id } of ended) await dropStage(paths, id);
}
