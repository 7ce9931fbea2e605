import { randomUUID } from "node:crypto";
import { GraftError } from "../../../domain/errors.ts";
import { type OwnProcess, ownProcess } from "../../../host/own-process.ts";
import type { Interrupted } from "../plan/journal.ts";
import { readInterrupted } from "../plan/read-interrupted.ts";
import { type Lock, takeLock } from "./lock.ts";
import { recover } from "./recover.ts";
import type { Site } from "./site.ts";
import { requireOwnStaging } from "./staging.ts";

export interface Holder {
	readonly actor: string;
	readonly clock: () => Date;
	/** Letters, digits and `-`. A second try after "unreachable" names the same one, and so need not wait for itself. */
	readonly operation?: string;
	/** Who holds the lock; left out, this process. */
	readonly process?: OwnProcess;
}

/** `failed` where all was put back: the place is in order, and the lock may go. */
export type Outcome<T> =
	| {
			readonly done: T;
			/** Names of what is left in the work folder, where that is known. */
			readonly left?: readonly string[];
	  }
	| { readonly failed: unknown };

/**
 * Does `work` as the only one at this place, after whatever was interrupted there has been put in order.
 * An error that `work` throws leaves lock and journal where they are, for the next run to go on from.
 */
export async function withLock<T>(
	site: Site,
	holder: Holder,
	work: (lock: Lock) => Promise<Outcome<T>>,
): Promise<T> {
	const { connection, place } = site;
	const lock = await takeLock({
		connection,
		place,
		operation: holder.operation ?? randomUUID(),
		actor: holder.actor,
		clock: holder.clock,
		process: holder.process ?? ownProcess(),
	});
	try {
		const left = lock.foundLeftovers ? await recoverIfOurs(site, lock) : [];
		const outcome = left.length > 0 ? { failed: needsALook(site, left) } : await work(lock);
		if ("failed" in outcome) {
			// What is left then is a lock alone, and the failure itself is what a person must hear.
			await lock.release().catch(() => undefined);
			throw outcome.failed;
		}
		await lock.release(outcome.left).catch((error: unknown) => {
			throw onlyTidyingLeft(site, error);
		});
		return outcome.done;
	} finally {
		lock.stop();
	}
}

/** What cannot be followed stays as it is, for a person to look at, and keeps nobody waiting. */
async function recoverIfOurs(site: Site, lock: Lock): Promise<string[]> {
	let interrupted: Interrupted | undefined;
	try {
		interrupted = await readInterrupted(site.connection, site.place);
		if (interrupted) await requireOwnStaging(site, interrupted.journal.steps);
	} catch (error) {
		await lock.leave().catch(() => undefined);
		throw error;
	}
	return recover(site, interrupted);
}

export function onlyTidyingLeft({ connection, place }: Site, cause: unknown): GraftError {
	return new GraftError(
		"partly-done",
		`${connection.label}: everything is done, but ${place.workFolder} could not be removed: ${cause instanceof Error ? cause.message : String(cause)}`,
		{ hint: "Run it again: it finishes what is left.", cause },
	);
}

function needsALook({ connection }: Site, left: readonly string[]): GraftError {
	return new GraftError(
		"partly-done",
		`${connection.label}: an interrupted operation was rolled back, but ${left.join("; ")}`,
		{ hint: "Check what is named, then run this again." },
	);
}
