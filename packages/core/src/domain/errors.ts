import { bounded } from "./bounded.ts";
import type { Problem } from "./problem.ts";

/**
 * The few kinds of failure that are a person's or a place's, not ours. Each entrance maps them once:
 * the CLI to an exit code, the console to a message. Anything else that is thrown is our bug.
 */
export type FailureKind =
	| "usage" // an answer or a flag is wrong or missing
	| "refused" // we will not do it: archive, stale plan, lock, ownership
	| "partly-done" // something is left that a person must know of
	| "unreachable" // no connection, or it was lost
	| "host-key" // unknown or changed
	| "drift" // a host is not as it was left
	| "cancelled" // somebody asked for its end; all is as before, or the message says what is not
	| "not-found";

/** A secret that was missing or wrong; named as ServerTarget names it. */
export type Secret = "password" | "passphrase" | "sudoPassword";

/**
 * One message: what, where, what to do. `problems` holds all of them where there are several. Others' words are in it,
 * however long they are: they are bounded here, once for everybody who shows them.
 */
export class GraftError extends Error {
	override readonly name = "GraftError";
	readonly kind: FailureKind;
	readonly hint: string;
	readonly problems: readonly Problem[];
	/** Where a person who types it could help. */
	readonly wants: Secret | undefined;

	constructor(
		kind: FailureKind,
		message: string,
		options: {
			hint?: string;
			problems?: readonly Problem[];
			cause?: unknown;
			wants?: Secret | undefined;
		} = {},
	) {
		super(bounded(message), options.cause === undefined ? undefined : { cause: options.cause });
		this.kind = kind;
		this.hint = bounded(options.hint ?? "");
		this.problems = (options.problems ?? []).map(readable);
		this.wants = options.wants;
	}
}

function readable(problem: Problem): Problem {
	return { ...problem, message: bounded(problem.message), hint: bounded(problem.hint) };
}
