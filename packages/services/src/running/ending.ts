import type { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import { Prisma } from "@graft/database/generated/client";
import type { Context } from "../context/context.ts";
import type { End } from "./events.ts";

/** The problems that an end is about are told before it. */
export interface Ending extends End {
	readonly problems?: readonly Problem[];
	/** What it took the place of, as the schema has it. */
	readonly before?: string | null;
}

/** What was told of a failure, as its row keeps it. */
export type StoredFailure = NonNullable<End["failure"]> & { readonly problems: readonly Problem[] };

/**
 * To be stored in one transaction with what it did, where there is something. Its secrets go with that. Nothing is written
 * where it is not in the hands of `runner` any more: no row is counted then.
 */
export function endWrite(
	{ database, clock }: Pick<Context, "database" | "clock">,
	id: string,
	runner: string,
	{ state, outcome, failure, problems = [], before = null }: Ending,
): Prisma.PrismaPromise<{ count: number }> {
	const told = failure === undefined ? Prisma.DbNull : stored({ ...failure, problems });
	return database.operation.updateMany({
		where: { id, process: runner, state: { in: ["queued", "running"] } },
		data: { state, outcome, before, failure: told, endedAt: clock(), sealedSecrets: null },
	});
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
