import { GraftError } from "@graft/core/domain/errors";
import type { Progress } from "@graft/core/domain/progress";
import type { Context } from "../context/context.ts";

/** Thrown between steps, where whatever throws there puts everything back. */
export function throwIfCancelled({ signal }: Pick<Context, "signal">): void {
	if (signal?.aborted !== true) return;
	const by = typeof signal.reason === "string" ? ` by ${signal.reason}` : "";
	throw new GraftError("cancelled", `It was cancelled${by}.`, {
		hint: "Start it again whenever you like.",
	});
}

/** Whether a step that is about to be done may be kept from that. */
export function isCancellable(event: Progress): boolean {
	return event.kind === "step" && event.committed !== true;
}

/** For putting back, and for what follows a commit: nobody ends that. */
export function uncancelled(ctx: Context): Context {
	const { signal: _signal, ...rest } = ctx;
	return rest;
}

/** Somebody's wish is at the bottom of this failure, whatever was put around it. */
export function isCancelled(error: unknown): boolean {
	if (!(error instanceof Error)) return false;
	if (error.name === "GraftError" && (error as GraftError).kind === "cancelled") return true;
	return isCancelled(error.cause);
}
