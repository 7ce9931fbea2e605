import { GraftError } from "../../../domain/errors.ts";
import type { Work } from "./carry-out.ts";
import { goBack } from "./go-back.ts";
import { LockLost } from "./lock.ts";

export function isUnreachable(error: unknown): boolean {
	return error instanceof GraftError && error.kind === "unreachable";
}

/**
 * Everything back as it was, after `error`; returns what to tell the person. Throws where that could not be done:
 * then journal and lock stay on the server, and the next run goes on from them.
 */
export async function rollBack(work: Work, error: unknown): Promise<unknown> {
	const { site, lock, journal, trail } = work;
	if (error instanceof LockLost) throw error;
	if (isUnreachable(error)) throw connectionLost(work, error);
	let left: string[];
	try {
		await lock.confirm();
		left = await goBack(site, journal, trail);
	} catch (second) {
		if (second instanceof LockLost) throw second;
		throw new GraftError(
			"partly-done",
			`${said(error)}. Rolling back failed too: ${said(second)}`,
			{ hint: goOn, cause: second },
		);
	}
	if (left.length > 0) {
		return new GraftError(
			"partly-done",
			`${said(error)}. The files were rolled back, but ${left.join("; ")}`,
			{ hint: "Check what is named.", cause: error },
		);
	}
	if (!(error instanceof GraftError)) return error;
	const { kind, hint, problems } = error;
	return new GraftError(kind, `${said(error)}. Everything was rolled back.`, {
		hint,
		problems,
		cause: error,
	});
}

function connectionLost({ site, trail }: Work, cause: unknown): GraftError {
	if (!trail.begun) return nothingChanged(cause);
	return new GraftError(
		"partly-done",
		`The connection was lost half-way: ${said(cause)}. The journal of what was done lies on the server, in ${site.place.workFolder}`,
		{ hint: goOn, cause },
	);
}

/** The connection was lost, and the caller may try once more with the same operation. */
export function nothingChanged(cause: unknown): GraftError {
	return new GraftError("unreachable", `${said(cause)}. Nothing was changed there.`, {
		hint: "Run it again.",
		cause,
	});
}

const goOn =
	"Run it again: it first rolls back what was half done. If it says that this operation is still at work, wait half a minute.";

/** Without its full stop: it goes on. */
function said(error: unknown): string {
	return (error instanceof Error ? error.message : String(error)).replace(/\.$/, "");
}
