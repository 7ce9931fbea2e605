import type { Context } from "@graft/services/context/context";
import type { OperationKind } from "@graft/services/context/operation-kinds";
import { openRunner, type Runner } from "@graft/services/operations/runner";
import { startOperation } from "@graft/services/operations/start-operation";
import type { InputOf } from "@graft/services/operations/verbs";
import { failureOf } from "./failure.ts";

const key = Symbol.for("graft.console.runner");
const shared = globalThis as { [key]?: Runner };

/** Does what is asked for here, and what waits or was left from before, as long as this process lives. */
export function startRunner(ctx: Context): void {
	shared[key] ??= openRunner(ctx, { onFault: failureOf });
}

/** What a page follows, or leaves alone: it is done all the same. */
export interface Started {
	readonly operation: string;
}

/** Asks for it, and does not wait. */
export async function startHere<Kind extends OperationKind>(
	ctx: Context,
	kind: Kind,
	input: InputOf<Kind>,
): Promise<Started> {
	const { id } = await startOperation({ ctx, input: { kind, input } });
	shared[key]?.wake();
	return { operation: id };
}

/** Something was enqueued. */
export function wakeRunner(): void {
	shared[key]?.wake();
}
