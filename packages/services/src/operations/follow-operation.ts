import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "../context/context.ts";
import { isEnded } from "../context/operation-kinds.ts";
import { eventOf, type NewEvent, type OperationEvent } from "../running/events.ts";
import { findOperation } from "./find-operation.ts";
import { viewOf } from "./operation-view.ts";

const lookEveryMs = 250;
const atOnce = 500;

/**
 * Every event behind number `after`, as it comes, whichever process it comes from; behind the last one the problems of
 * its end, and then that, also where `after` lies behind it. Throws GraftError "not-found".
 */
export async function* followOperation(
	ctx: Context,
	{ id, after = 0 }: { readonly id: string; readonly after?: number },
	signal?: AbortSignal,
): AsyncGenerator<OperationEvent> {
	let last = 0;
	const { id: operationId } = await findOperation(ctx, id);
	while (signal?.aborted !== true) {
		// First: what it wrote before its end is there by then.
		const row = await findOperation(ctx, operationId);
		const events = await ctx.database.operationEvent.findMany({
			where: { operationId, number: { gt: Math.max(after, last) } },
			orderBy: { number: "asc" },
			take: atOnce,
		});
		for (const event of events) {
			last = event.number;
			yield eventOf(event);
		}
		if (events.length === atOnce) continue;
		const { endedAt } = row;
		if (endedAt !== null && isEnded(viewOf(row).state)) {
			yield* endEvents(ctx, row, after);
			return;
		}
		await pause(lookEveryMs, undefined, { signal }).catch(() => undefined);
	}
}

async function* endEvents(
	{ database }: Context,
	row: Parameters<typeof viewOf>[0],
	after: number,
): AsyncGenerator<OperationEvent> {
	const { state, outcome, failure, endedAt } = viewOf(row);
	if (!isEnded(state) || endedAt === null) return;
	const where = { operationId: row.id };
	const { _max } = await database.operationEvent.aggregate({ where, _max: { number: true } });
	const stored = _max.number ?? 0;
	const { problems = [], ...told } = failure ?? {};
	const end = { state, outcome: outcome ?? "", ...(failure !== null && { failure: told }) };
	const all = [
		...problems.map((data): NewEvent => ({ kind: "problem", data })),
		{ kind: "end", data: end } as NewEvent,
	];
	for (const [at, event] of all.entries()) {
		const number = stored + at + 1;
		// Whoever knows even the end is told that once more, and nothing else.
		if (number > after || event.kind === "end") yield { ...event, number, at: endedAt };
	}
}
