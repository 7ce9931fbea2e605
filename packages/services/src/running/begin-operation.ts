import { randomUUID } from "node:crypto";
import type { Progress } from "@graft/core/domain/progress";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { OperationLog } from "../context/current-operation.ts";
import { isCancellable, throwIfCancelled } from "./cancellation.ts";
import type { Operation, OperationAsked } from "./operation.ts";
import { openLog } from "./operation-log.ts";
import { thisProcess } from "./process-identity.ts";

/** An operation that has its row, and is being done. */
export interface Running {
	readonly id: string;
	readonly operation: Operation;
	readonly log: OperationLog;
	/** It is the one that a runner has taken, which somebody may follow. */
	readonly isWhole: boolean;
	/** Told so far. */
	readonly steps: () => number;
}

export async function beginOperation(ctx: Context, asked: OperationAsked): Promise<Running> {
	throwIfCancelled(ctx);
	const { operation: current } = ctx;
	const isWhole = current?.kind === asked.kind && !current.isBegun;
	const id = isWhole ? current.id : randomUUID();
	if (isWhole) {
		current.isBegun = true;
		await goOn(ctx, id, asked);
	} else await create(ctx, id, asked);
	const log = current?.log ?? openLog(ctx, id);
	let steps = 0;
	let isCommitted = false;
	const report = (event: Progress) => {
		if (!isCommitted && isCancellable(event)) throwIfCancelled(ctx);
		if (event.kind === "step") {
			steps += 1;
			if (current !== undefined) current.steps += 1;
		}
		log.report(event, current === undefined || isWhole ? undefined : asked.kind);
	};
	const commit = () => {
		isCommitted = true;
	};
	return { id, operation: { id, report, commit }, log, isWhole, steps: () => steps };
}

function subjectOf({ extensionId, version, onServer }: OperationAsked) {
	return {
		...{ extensionId, version: version ?? null },
		...{ serverId: onServer?.id ?? null, planHash: onServer?.planHash ?? null },
	};
}

async function goOn({ database }: Context, id: string, asked: OperationAsked): Promise<void> {
	const where = { id, process: thisProcess() };
	await retryBusy(() =>
		database.operation.update({ where, data: { ...subjectOf(asked), leased: true } }),
	);
}

async function create(ctx: Context, id: string, asked: OperationAsked): Promise<void> {
	const whose = { actor: ctx.actor.name, parentId: ctx.operation?.id ?? null };
	await ctx.queue.begin({ id, kind: asked.kind, ...whose, ...subjectOf(asked) }, thisProcess());
}
