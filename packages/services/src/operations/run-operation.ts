import { randomUUID } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";
import type { Progress } from "@graft/core/domain/progress";
import type { Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { dropStage, undoStage } from "../extensions/stage.ts";
import { explainFailure, wordsOf } from "../files/explain-failure.ts";
import { withLease } from "./lease.ts";
import { type OperationLog, openLog } from "./operation-log.ts";
import { thisProcess } from "./process-identity.ts";

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
	/** Something beyond this machine's folders and this database was changed: that stays, whatever is stored. */
	readonly elsewhere?: boolean;
}

/**
 * Does `work` as an operation that is stored, logged, and alone on its extension. The folders that it changes
 * through its stage and the rows that it returns are changed both, or neither, whatever ends this process.
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
	const id = await begin(ctx, asked);
	const log = openLog(ctx, id);
	let outcome: Outcome<T>;
	try {
		outcome = await work({ id, report: log.report });
	} catch (cause) {
		throw await end(ctx, id, log, cause);
	}
	await log.written();
	try {
		await store(ctx, id, asked, outcome);
	} catch (cause) {
		throw await end(ctx, id, log, outcome.elsewhere ? notRemembered(outcome, cause) : cause);
	}
	// It is done; what cannot be tidied up now, the next start tidies up.
	await dropStage(ctx.paths, id).catch(() => undefined);
	return outcome.result;
}

async function begin(ctx: Context, asked: OperationAsked): Promise<string> {
	const data = {
		id: randomUUID(),
		kind: asked.kind,
		extensionId: asked.extensionId,
		version: asked.version ?? null,
		actor: ctx.actor.name,
		state: "running",
		startedAt: ctx.clock(),
		process: thisProcess(),
		serverId: asked.onServer?.id ?? null,
		planHash: asked.onServer?.planHash ?? null,
	};
	await retryBusy(() => ctx.database.operation.create({ data }));
	return data.id;
}

/** Together with a renewal of the lease: who was taken for dead meanwhile changes nothing any more. */
async function store<T>(
	ctx: Context,
	id: string,
	{ extensionId }: OperationAsked,
	{ summary, writes }: Outcome<T>,
): Promise<void> {
	const lease = ctx.leases?.find((each) => each.extensionId === extensionId);
	if (lease === undefined) throw new Error(`no lease on ${extensionId}`);
	const all = () => ctx.database.$transaction([lease.renew(), ...writes, endOf(ctx, id, summary)]);
	try {
		await retryBusy(all);
	} catch (cause) {
		if (await lease.isHeld()) throw cause;
		throw new GraftError(
			"partly-done",
			`This was held up for so long that somebody else took over ${extensionId}.`,
			{ hint: "Look at the status, and run it again.", cause },
		);
	}
}

/** Puts back what was begun here, says how it ended, and gives what to tell the person. */
async function end(ctx: Context, id: string, log: OperationLog, cause: unknown): Promise<unknown> {
	const error = await undo(ctx, id, explainFailure(cause));
	await log.written();
	if (error instanceof UndoFailed) return error;
	const state = log.steps() > 0 && isRefusal(error) ? "put-back" : "failed";
	await insist(() => ctx.database.operation.update(failureOf(ctx, id, state, error)));
	return error;
}

/** The operation stays as running then, so that the next start tries again. */
class UndoFailed extends GraftError {}

async function undo(ctx: Context, id: string, error: unknown): Promise<unknown> {
	try {
		await undoStage(ctx.paths, id);
		return error;
	} catch (cause) {
		const messages = [error, explainFailure(cause)].map((each) =>
			each instanceof Error ? each.message : String(each),
		);
		return new UndoFailed("partly-done", `${messages[0]} Putting back failed: ${messages[1]}`, {
			hint: "Mend what is in the way and start Graft again: it puts back the rest first.",
			cause,
		});
	}
}

const againMs = 1_000;

/** Why it failed matters more than that this could not be written: it is tried on while this process lives. */
async function insist(write: () => Promise<unknown>): Promise<void> {
	await write().catch(() => {
		setTimeout(() => void insist(write), againMs).unref();
	});
}

/** Of places elsewhere nothing is put back because of a row here. */
function notRemembered({ summary }: Outcome<unknown>, cause: unknown): GraftError {
	return new GraftError(
		"partly-done",
		`${summary ?? "It is done."} But that could not be written down here: ${wordsOf(cause)}`,
		{ hint: "Mend that and run it again: what is there already is not done twice.", cause },
	);
}

function endOf(ctx: Context, id: string, summary: string | null): Prisma.PrismaPromise<unknown> {
	if (summary === null) return ctx.database.operation.delete({ where: { id } });
	const data = { state: "done", outcome: summary, endedAt: ctx.clock() };
	return ctx.database.operation.update({ where: { id }, data });
}

/** The installer refuses after its first step only when all is as before again. */
function isRefusal(error: unknown): boolean {
	return error instanceof GraftError && error.kind === "refused";
}

function failureOf(ctx: Context, id: string, state: "failed" | "put-back", error: unknown) {
	const outcome = error instanceof GraftError ? error.message : `A bug of Graft: ${String(error)}`;
	return { where: { id }, data: { state, outcome, endedAt: ctx.clock() } };
}
