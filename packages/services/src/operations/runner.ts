import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "../context/context.ts";
import type { Taken } from "../context/operation-queue.ts";
import { requireStillAdministrator } from "../people/require-still-administrator.ts";
import { isGraftError } from "../running/ending.ts";
import { thisProcess } from "../running/process-identity.ts";
import { settleDeadOperations } from "../running/settle-dead-operations.ts";
import { openInput } from "./asked-input.ts";
import { partsDone, withBefore } from "./parts-done.ts";
import { resumedInput } from "./resume.ts";
import { runTaken } from "./run-taken.ts";

export interface Runner {
	/** Something may have come into the queue. */
	readonly wake: () => void;
	/** Takes nothing more, and waits for what it has. */
	readonly stop: () => Promise<void>;
}

interface RunnerOptions {
	/** So many operations at a time, each on another extension. */
	readonly most?: number;
	/** What is wrong with the runner itself; the failure of an operation stands in that. */
	readonly onFault: (error: unknown) => void;
}

/** Others enqueue too, and leases are given back, without telling us. */
const lookEveryMs = 1_000;
const settleEveryMs = 15_000;

/** Does what waits in the queue, one after the other and several at a time, until it is stopped. */
export function openRunner(ctx: Context, { most = 4, onFault }: RunnerOptions): Runner {
	const under = new Set<Promise<unknown>>();
	const stopping = new AbortController();
	let waker = new AbortController();
	let settledAt = 0;

	const begin = (taken: Taken) => {
		const work = runFromQueue(ctx, taken).catch((error: unknown) => {
			// How it failed stands in the operation; a fault of ours must be told besides.
			if (!isGraftError(error)) onFault(error);
		});
		under.add(work);
		void work.finally(() => {
			under.delete(work);
			waker.abort();
		});
	};
	const look = async () => {
		if (Date.now() - settledAt > settleEveryMs) {
			settledAt = Date.now();
			await settleDeadOperations(ctx);
		}
		while (under.size < most && !stopping.signal.aborted) {
			const taken = await ctx.queue.take(thisProcess());
			if (taken === null) return;
			begin(taken);
		}
	};
	const going = (async () => {
		while (!stopping.signal.aborted) {
			waker = new AbortController();
			await look().catch(onFault);
			const signal = AbortSignal.any([waker.signal, stopping.signal]);
			await pause(lookEveryMs, undefined, { signal, ref: false }).catch(() => undefined);
		}
	})();
	return {
		wake: () => waker.abort(),
		stop: async () => {
			stopping.abort();
			await going;
			await Promise.all(under);
		},
	};
}

/** By what was stored of its input: its process may be another one than that which was asked. */
async function runFromQueue(ctx: Context, taken: Taken): Promise<unknown> {
	const isLeft = taken.attempt > 1;
	const before = isLeft ? await partsDone(ctx, taken) : [];
	const prepare = async (own: Context) => {
		// What had begun before goes to its end, as what runs does.
		if (!isLeft) await requireStillAdministrator(own, taken);
		const input = await openInput(own, taken, isLeft);
		return isLeft ? resumedInput(own, taken, input) : input;
	};
	return runTaken(ctx, taken, { prepare, explain: (error) => withBefore(before, error) });
}

/** What waits because a process died over it is finished or rolled back, by whoever changes something next. */
export async function settleLeftOperations(ctx: Context): Promise<void> {
	await settleDeadOperations(ctx);
	for (;;) {
		const taken = await ctx.queue.take(thisProcess(), { leftOnly: true });
		if (taken === null) return;
		await runFromQueue(ctx, taken).catch(() => undefined);
	}
}
