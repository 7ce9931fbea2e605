import type { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import type { Prisma } from "@graft/database/generated/client";
import type { End, Ending } from "../context/ending.ts";

/** What was told of a failure, as its row keeps it. */
export type StoredFailure = NonNullable<End["failure"]> & { readonly problems: readonly Problem[] };

/** What its row says of its end from then on; its secrets go with that. A `before` that was noted stays where none is given. */
export function rowOf({ state, outcome, failure, problems = [], before }: Ending, at: Date) {
	const told = failure === undefined ? {} : { failure: stored({ ...failure, problems }) };
	const noted = before === undefined ? {} : { before };
	return { state, outcome, ...noted, ...told, endedAt: at, sealedSecrets: null };
}

function stored(failure: StoredFailure): Prisma.InputJsonValue {
	return failure as unknown as Prisma.InputJsonValue;
}

/** Of what went wrong, as the last event tells it. */
export function failureOf(error: unknown): Omit<Ending, "state"> {
	if (!isGraftError(error))
		return { outcome: `A bug in Graft: ${String(error)}`, failure: { kind: "bug", hint: "" } };
	const { kind, message, hint, problems } = error;
	return { outcome: message, failure: { kind, hint }, problems };
}

// By name: in the console there is more than one copy of each module.
export function isGraftError(error: unknown): error is GraftError {
	return error instanceof Error && error.name === "GraftError";
}
