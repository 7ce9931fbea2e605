import type { Context } from "../context/context.ts";
import type { CurrentOperation } from "../context/current-operation.ts";
import type { Ending } from "../context/ending.ts";
import type { Taken } from "../context/operation-queue.ts";
import { explainFailure } from "../files/explain-failure.ts";
import { stateAfter } from "../running/end-state.ts";
import { failureOf } from "../running/ending.ts";
import { openLog } from "../running/operation-log.ts";
import { thisProcess } from "../running/process-identity.ts";
import { pruneOperations } from "../running/prune-operations.ts";
import { insist, isUndoFailed } from "../running/run-operation.ts";
import { dropAsked } from "./asked-input.ts";
import { verbOf } from "./verbs.ts";

/** So soon a cancel that was asked for is known. */
const beatEveryMs = 1_000;

export interface Hands {
	/** Gives the input of the verb, once more where the process before this one died over it; it may write to the log. */
	readonly prepare: (ctx: Context) => Promise<unknown>;
	/** What to tell of a failure, where more was done than this process did. */
	readonly explain?: (error: unknown) => unknown;
	/** Asks for the end from here. */
	readonly signal?: AbortSignal | undefined;
}

/** Does what this process has taken, in the name of whoever asked for it, to its end; throws what it failed with. */
export async function runTaken(ctx: Context, taken: Taken, hands: Hands): Promise<unknown> {
	const { id, kind } = taken;
	const { prepare, explain = (error) => error } = hands;
	const runner = thisProcess();
	const last = await ctx.database.operationEvent.aggregate({
		where: { operationId: id },
		_max: { number: true },
	});
	const log = openLog(ctx, id, last._max.number ?? 0);
	const current: CurrentOperation = { id, kind, log, steps: 0, isBegun: false };
	const cancel = watch(ctx, taken, hands);
	const own: Context = {
		...ctx,
		actor: { name: taken.actor, role: "administrator" },
		report: (event) => log.report(event),
		signal: cancel.signal,
		operation: current,
	};
	const end = (ending: Ending) => log.written().then(() => ctx.queue.finish(id, runner, ending));
	try {
		const result = await verbOf(kind).run({ ctx: own, input: await prepare(own) });
		const outcome = verbOf(kind).said?.(result) ?? "Nothing had to be done.";
		await insist(() => end({ state: "done", outcome }));
		return result;
	} catch (cause) {
		const error = explain(explainFailure(cause));
		// One that could not be put back stays as running: the next start tries again.
		const state = stateAfter(error, current.steps);
		if (!isUndoFailed(error)) await insist(() => end({ ...failureOf(error), state }));
		throw error;
	} finally {
		cancel.stop();
		await dropAsked(ctx.paths, id).catch(() => undefined);
		pruneOperations(ctx);
	}
}

/** Gives signs of life, and learns by them whether somebody wants it to end. */
function watch({ queue }: Context, { id, cancelAsked }: Taken, { signal }: Hands) {
	const cancel = new AbortController();
	const abort = () => cancel.abort();
	if (cancelAsked) abort();
	signal?.addEventListener("abort", abort);
	const beat = async () => {
		const pulse = await queue.heartbeat(id, thisProcess());
		// Where somebody else has it now, nothing more may be done either.
		if (pulse.cancelAsked || !pulse.held) abort();
	};
	const beating = setInterval(() => void beat().catch(() => undefined), beatEveryMs);
	beating.unref();
	const stop = () => {
		clearInterval(beating);
		signal?.removeEventListener("abort", abort);
	};
	return { signal: cancel.signal, stop };
}
