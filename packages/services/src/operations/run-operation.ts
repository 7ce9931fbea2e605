import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Progress } from "@graft/core/domain/progress";
import type { Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { dropStage, undoStage } from "../extensions/stage.ts";
import { explainFailure } from "../files/explain-failure.ts";
import { isAlive, thisProcess } from "./process-identity.ts";
import { settleDeadOperations } from "./settle-dead-operations.ts";

export type OperationKind =
	| "import"
	| "activate"
	| "deactivate"
	| "remove"
	| "switch-version"
	| "mend"
	| "install"
	| "uninstall"
	| "deploy"
	| "retry"
	| "withdraw";

export interface OperationAsked {
	readonly kind: OperationKind;
	readonly extensionId: string;
	readonly version?: string;
	/** Where the server's own lock guards it; otherwise the extension is locked here. */
	readonly onServer?: { readonly id: string; readonly planHash: string };
}

export interface Operation {
	readonly id: string;
	/** Kept in the operation's log, and told to whoever waits. */
	readonly report: (event: Progress) => void;
}

export interface Outcome<T> {
	readonly result: T;
	/** One message for people; null where nothing had to be done, so that there is nothing to remember. */
	readonly summary: string | null;
	/** Stored together with the operation's end, or not at all. */
	readonly writes: readonly Prisma.PrismaPromise<unknown>[];
}

/** Longer than any change of folders takes. */
const patienceMs = 10_000;

/**
 * Does `work` as an operation that is stored, logged, and alone on its extension. The folders that it changes
 * through its stage and the rows that it returns are changed both, or neither, whatever ends this process.
 */
export async function runOperation<T>(
	ctx: Context,
	asked: OperationAsked,
	work: (operation: Operation) => Promise<Outcome<T>>,
): Promise<T> {
	const id = await begin(ctx, asked);
	const log = openLog(ctx, id);
	try {
		const { result, summary, writes } = await work({ id, report: log.report });
		await log.written();
		await retryBusy(() => ctx.database.$transaction([...writes, endOf(ctx, id, summary)]));
		// It is done; what cannot be tidied up now, the next start tidies up.
		await dropStage(ctx.paths, id).catch(() => undefined);
		return result;
	} catch (cause) {
		const error = explainFailure(cause);
		await undo(ctx, id, error);
		await log.written();
		const state = log.steps() > 0 && isRefusal(error) ? "put-back" : "failed";
		await retryBusy(() => ctx.database.operation.update(failureOf(ctx, id, state, error)));
		throw error;
	}
}

/** Where that fails too, the operation stays as running, so that the next start tries again. */
async function undo(ctx: Context, id: string, error: unknown): Promise<void> {
	try {
		await undoStage(ctx.paths, id);
	} catch (cause) {
		const messages = [error, explainFailure(cause)].map((each) =>
			each instanceof Error ? each.message : String(each),
		);
		throw new GraftError("partly-done", `${messages[0]} Putting back failed: ${messages[1]}`, {
			hint: "Mend what is in the way and start Graft again: it puts back the rest first.",
			cause,
		});
	}
}

async function begin(ctx: Context, asked: OperationAsked): Promise<string> {
	const lock = asked.onServer === undefined ? `extension:${asked.extensionId}` : null;
	const data = {
		id: randomUUID(),
		kind: asked.kind,
		extensionId: asked.extensionId,
		version: asked.version ?? null,
		actor: ctx.actor.name,
		state: "running",
		startedAt: ctx.clock(),
		lock,
		process: thisProcess(),
		serverId: asked.onServer?.id ?? null,
		planHash: asked.onServer?.planHash ?? null,
	};
	const deadline = performance.now() + patienceMs;
	for (;;) {
		try {
			await retryBusy(() => ctx.database.operation.create({ data }));
			return data.id;
		} catch (error) {
			if (lock === null || !isTaken(error)) throw error;
			await waitFor(ctx, lock, performance.now() > deadline);
		}
	}
}

function isTaken(error: unknown): boolean {
	return error instanceof Error && "code" in error && error.code === "P2002";
}

async function waitFor(ctx: Context, lock: string, tooLong: boolean): Promise<void> {
	const holder = await ctx.database.operation.findUnique({ where: { lock } });
	if (holder === null) return;
	if (isAlive(holder.process) === false) return settleDeadOperations(ctx);
	if (tooLong) {
		throw new GraftError(
			"refused",
			`${holder.extensionId} is being changed since ${holder.startedAt.toISOString()}: ${holder.kind} by ${holder.actor}.`,
			{ hint: "Wait until that is over, and try again." },
		);
	}
	await pause(50);
}

/** Lines are written in the order in which they came, while the work goes on. */
function openLog(ctx: Context, operationId: string) {
	let number = 0;
	let steps = 0;
	let last: Promise<unknown> = Promise.resolve();
	const report = (event: Progress): void => {
		ctx.report(event);
		number += 1;
		if (event.kind === "step") steps += 1;
		const data = { operationId, number, at: ctx.clock(), text: event.text };
		last = last.then(() => retryBusy(() => ctx.database.logLine.create({ data })));
	};
	return { report, written: () => last, steps: () => steps };
}

function endOf(ctx: Context, id: string, summary: string | null): Prisma.PrismaPromise<unknown> {
	if (summary === null) return ctx.database.operation.delete({ where: { id } });
	const data = { state: "done", outcome: summary, endedAt: ctx.clock(), lock: null };
	return ctx.database.operation.update({ where: { id }, data });
}

/** The installer refuses after its first step only when all is as before again. */
function isRefusal(error: unknown): boolean {
	return error instanceof GraftError && error.kind === "refused";
}

function failureOf(ctx: Context, id: string, state: "failed" | "put-back", error: unknown) {
	const outcome = error instanceof GraftError ? error.message : `A bug of Graft: ${String(error)}`;
	return { where: { id }, data: { state, outcome, endedAt: ctx.clock(), lock: null } };
}
