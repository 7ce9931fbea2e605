import { GraftError } from "@graft/core/domain/errors";
import { sentence } from "@graft/core/domain/sentence";

/** One place on the way out, or back. */
export interface Part {
	readonly what: string;
	/** What can be said once it is done; null where there was nothing to do. */
	readonly done: string | null;
	readonly take: () => Promise<unknown>;
}

/**
 * One after the other. What fails stops it there: each place is then as before or as it should be, and running it again
 * goes on. Throws GraftError "partly-done" where something was done by then, with all that is not.
 */
export async function takeInOrder(parts: readonly Part[]): Promise<void> {
	for (const [at, { take }] of parts.entries()) {
		try {
			await take();
		} catch (error) {
			throw stoppedAt(parts, at, error);
		}
	}
}

/** Where something was done by then, what failed is not all that there is to say. */
function stoppedAt(parts: readonly Part[], at: number, error: unknown): unknown {
	const done = parts.slice(0, at).flatMap((part) => part.done ?? []);
	const known = error instanceof GraftError ? error : undefined;
	const isHalf = known?.kind === "partly-done";
	if (done.length === 0 && !isHalf) return error;
	const left = parts.slice(isHalf ? at + 1 : at).map(({ what }) => what);
	const message = [
		known === undefined ? `A bug in Graft: ${String(error)}.` : sentence(known),
		...(isHalf ? [`Half done: ${parts[at]?.what}.`] : []),
		...(done.length === 0 ? [] : [`Done before that: ${done.join("; ")}.`]),
		...(left.length === 0 ? [] : [`Not done: ${left.join("; ")}.`]),
	];
	const { hint = "", problems = [] } = known ?? {};
	return new GraftError("partly-done", message.join(" "), {
		hint: /run it again/i.test(hint)
			? hint
			: `${hint} Run it again: it continues from there.`.trim(),
		...{ problems, cause: error },
	});
}
