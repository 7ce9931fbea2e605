import { GraftError } from "@graft/core/domain/errors";
import type { Prisma } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";
import type { Ending } from "../context/ending.ts";
import { explainFailure, wordsOf } from "../files/explain-failure.ts";
import { dropStage, undoStage } from "../files/stage.ts";
import { beginOperation, type Running } from "./begin-operation.ts";
import { stateAfter } from "./end-state.ts";
import { failureOf } from "./ending.ts";
import { withLease } from "./lease.ts";
import type { Operation, OperationAsked } from "./operation.ts";
import { thisProcess } from "./process-identity.ts";

export type { Operation } from "./operation.ts";

export interface Outcome<T> {
	readonly result: T;
	/** One message for people; null where nothing had to be done, so that there is nothing to remember. */
	readonly summary: string | null;
	/** Stored together with the operation's end, or not at all. */
	readonly writes: readonly Prisma.PrismaPromise<unknown>[];
	/** What it took the place of: the sha256 of an archive here, a version on a server. */
	readonly before?: string | null;
	/** Something beyond this machine's folders and this database was changed: that stays, whatever is stored. */
	readonly elsewhere?: boolean;
}

/**
 * Does `work` as an operation that is stored, logged, and alone on its extension: as the one that a runner has taken, as a
 * part of that, or as one of its own. The folders that it changes through its stage and the rows that it returns are
 * changed both, or neither, whatever ends this process.
 */
export function runOperation<T>(
	ctx: Context,
	asked: OperationAsked,
	work: (operation: Operation) => Promise<Outcome<T>>,
): Promise<T> {
	return withLease(ctx, asked, (held) => runAlone(held, asked, work));
}

async function runAlone<T>(
	ctx: Context,
	asked: OperationAsked,
	work: (operation: Operation) => Promise<Outcome<T>>,
): Promise<T> {
	const running = await beginOperation(ctx, asked);
	const { id, log, operation } = running;
	let outcome: Outcome<T>;
	try {
		outcome = await work(operation);
	} catch (cause) {
		throw await end(ctx, running, cause);
	}
	await log.written();
	try {
		await store(ctx, running, asked, outcome);
	} catch (cause) {
		throw await end(ctx, running, outcome.elsewhere ? notRemembered(outcome, cause) : cause);
	}
	// It is done; what cannot be tidied up now, the next start tidies up.
	await dropStage(ctx.paths, id).catch(() => undefined);
	return outcome.result;
}

/** Together with a renewal of the lease: who was taken for dead meanwhile changes nothing any more. */
async function store<T>(
	ctx: Context,
	running: Running,
	{ extensionId }: OperationAsked,
	{ summary, writes, before }: Outcome<T>,
): Promise<void> {
	const lease = ctx.leases?.find((each) => each.extensionId === extensionId);
	if (lease === undefined) throw new Error(`no lease on ${extensionId}`);
	const ending = endOf(running, summary, before);
	let failure: unknown;
	try {
		const all = [lease.renew(), ...writes];
		if (await ctx.queue.finish(running.id, thisProcess(), ending, all)) return;
	} catch (cause) {
		if (await lease.isHeld()) throw cause;
		failure = cause;
	}
	throw new GraftError(
		"partly-done",
		`This was held up for so long that somebody else took over ${extensionId}.`,
		{ hint: "Check the status, and run it again.", cause: failure },
	);
}

/** Puts back what was begun here, says how it ended, and gives what to tell the person. */
async function end(ctx: Context, running: Running, cause: unknown): Promise<unknown> {
	const { id, log, isWhole, operation, steps } = running;
	operation.commit();
	const error = await undo(ctx, id, explainFailure(cause));
	await log.written();
	if (error instanceof UndoFailed) return error;
	if (isWhole) {
		// How the whole of what a runner took ended, that one says; its lease is free before that.
		const data = { leased: false };
		await insist(() => ctx.database.operation.updateMany({ where: { id }, data }));
		return error;
	}
	const ending = { ...failureOf(error), state: stateAfter(error, steps()) };
	await insist(() => ctx.queue.finish(id, thisProcess(), ending));
	return error;
}

/** The operation stays as running then, so that the next start tries again. */
class UndoFailed extends GraftError {}

export function isUndoFailed(error: unknown): boolean {
	return error instanceof UndoFailed || (error instanceof Error && isUndoFailed(error.cause));
}

async function undo(ctx: Context, id: string, error: unknown): Promise<unknown> {
	try {
		await undoStage(ctx.paths, id);
		return error;
	} catch (cause) {
		const messages = [error, explainFailure(cause)].map((each) =>
			each instanceof Error ? each.message : String(each),
		);
		return new UndoFailed("partly-done", `${messages[0]} Rolling back failed: ${messages[1]}`, {
			hint: "Fix the problem and start Graft again: it first rolls back the rest.",
			cause,
		});
	}
}

const againMs = 1_000;

/** Why it failed matters more than that this could not be written: it is tried on while this process lives. */
export async function insist(write: () => Promise<unknown>): Promise<void> {
	await write().catch(() => {
		setTimeout(() => void insist(write), againMs).unref();
	});
}

/** Of places elsewhere nothing is put back because of a row here. */
function notRemembered({ summary }: Outcome<unknown>, cause: unknown): GraftError {
	return new GraftError(
		"partly-done",
		`${summary ?? "It is done."} But Graft could not record that: ${wordsOf(cause)}`,
		{ hint: "Fix that and run it again: what is done already is not done twice.", cause },
	);
}

/** Where nothing had to be done there is nothing to remember, unless somebody follows it. */
function endOf(
	{ isWhole }: Running,
	summary: string | null,
	before: string | null = null,
): Ending | null {
	if (summary === null && !isWhole) return null;
	return { state: "done", outcome: summary ?? "Nothing had to be done.", before };
}
