import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { DatabaseStep } from "../../../domain/database-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import { type BegunStep, dropJournal } from "./database-journal.ts";
import { describeDatabaseStep } from "./describe-database-step.ts";
import { type Back, goBack } from "./go-back.ts";

/** How far an operation had come when it failed. */
export interface Trail {
	readonly begun: BegunStep[];
	/** The database said that it did not do the last one. */
	isLastRefused: boolean;
}

/** The database's own words name no statement, and rarely say what now. */
export function sayingWhere(steps: readonly DatabaseStep[], trail: Trail, error: unknown): unknown {
	const last = trail.begun.at(-1);
	if (!trail.isLastRefused || last === undefined || !(error instanceof GraftError)) return error;
	const { kind, message, problems } = error;
	const where = `It was step ${last.position} of ${steps.length}: ${describeDatabaseStep(last.step)} (${last.step.why}).`;
	const now =
		"Fix this error, in the database or in the package (then import it again), and try again.";
	return new GraftError(kind, message, {
		...{ hint: [where, error.hint || now].join(" "), problems, cause: error },
	});
}

/** Everything back as it was, after `error`; returns what to tell the person. */
export async function rollBack(
	connection: DatabaseConnection,
	{ begun, isLastRefused }: Trail,
	error: unknown,
): Promise<unknown> {
	if (isUnreachable(error)) return lostHalfWay(error);
	let back: Back;
	try {
		back = await goBack(connection, begun, isLastRefused);
		if (!back.isRefused) await dropJournal(connection);
	} catch (second) {
		return new GraftError(
			"partly-done",
			`${said(error)}. Rolling back failed too: ${said(second)}`,
			{ hint: goOn, cause: second },
		);
	}
	if (back.left.length > 0)
		return new GraftError(
			"partly-done",
			`${said(error)}. Everything else was rolled back, but ${back.left.join("; ")}`,
			{
				hint: [
					...(error instanceof GraftError && error.hint !== "" ? [error.hint] : []),
					back.isRefused
						? "Run it again: it tries once more to roll that back."
						: "Check what is named.",
				].join(" "),
				cause: error,
			},
		);
	if (!(error instanceof GraftError)) return error;
	const { kind, hint, problems } = error;
	return new GraftError(kind, `${error.message}. Everything was rolled back.`, {
		...{ hint, problems, cause: error },
	});
}

function lostHalfWay(cause: unknown): GraftError {
	return new GraftError(
		"partly-done",
		`The connection was lost half-way: ${said(cause)}. What was done is recorded in the table graft_journal of the database`,
		{ hint: goOn, cause },
	);
}

const goOn =
	"Run it again: it first rolls back what was half done. If it says that this operation is still at work, wait two minutes.";

export function isUnreachable(error: unknown): boolean {
	return error instanceof GraftError && error.kind === "unreachable";
}

export function said(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
