import { GraftError } from "@graft/core/domain/errors";
import type { EndState } from "../context/operation-kinds.ts";
import { isCancelled } from "./cancellation.ts";
import { isGraftError } from "./ending.ts";

/** Everything is as before it began: it died before anything of it counted. */
export class RolledBack extends GraftError {}

/** A place refuses after its first step only when all is as before again; otherwise its failure is partly done. */
export function stateAfter(error: unknown, steps: number): EndState {
	if (isCancelled(error)) return "cancelled";
	if (error instanceof RolledBack) return "rolled-back";
	const isAsBefore = isGraftError(error) && error.kind !== "partly-done";
	return steps > 0 && isAsBefore ? "rolled-back" : "failed";
}
