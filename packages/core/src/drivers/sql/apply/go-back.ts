import { countRows } from "../../../databases/count-rows.ts";
import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { RunStatement } from "../../../domain/database-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import { quoteName } from "../../../domain/quote-name.ts";
import type { BegunStep } from "./database-journal.ts";
import { definitionOf } from "./definition.ts";
import { excerpt } from "./describe-database-step.ts";
import { send } from "./send.ts";

/** A table that is to go waits under this name until all else is done. */
export function waitingName(position: number): string {
	return `graft_gone_${position}`;
}

export interface Back {
	/** What did not go back, for a person. Nothing of it loses a row. */
	readonly left: readonly string[];
	/** The database refused to take something back: another try may succeed. */
	readonly isRefused: boolean;
	/** That was a table which was to go: its rows are not where they belong, and only the journal knows where. */
	readonly hidesRows: boolean;
}

/**
 * Takes everything back, in reverse. Which steps were carried out is seen in the database, so it may be done again after
 * it was interrupted. `isLastRefused`: the database said that it did not do the last one.
 */
export async function goBack(
	connection: DatabaseConnection,
	begun: readonly BegunStep[],
	isLastRefused: boolean,
): Promise<Back> {
	const left: string[] = [];
	let isRefused = false;
	let hidesRows = false;
	const last = begun.at(-1);
	for (const one of begun.toReversed()) {
		try {
			const isDone = one !== last || !isLastRefused;
			const remark = isDone ? await takeBack(connection, one, last ?? one) : undefined;
			if (remark !== undefined) left.push(remark);
		} catch (error) {
			if (!(error instanceof GraftError) || error.kind !== "refused") throw error;
			const isHidden = one.step.kind === "drop-table";
			const how = isHidden ? `may stay as ${waitingName(one.position)}` : "stays as it is";
			left.push(`${one.step.target} ${how}: ${error.message}`);
			isRefused = true;
			hidesRows ||= isHidden;
		}
	}
	return { left, isRefused, hidesRows };
}

async function takeBack(
	connection: DatabaseConnection,
	one: BegunStep,
	last: BegunStep,
): Promise<string | undefined> {
	const { step } = one;
	if (step.kind === "drop-table") return bringBack(connection, one);
	if (step.isFinal) return `what this did stays, if it was done: ${excerpt(step.statement)}`;
	if (step.undo === null) return undefined;
	if (step.effect === "rows") {
		await send(connection, step.undo);
		return undefined;
	}
	const now = await definitionOf(connection, step.target);
	if (now === one.before) return undefined;
	if (one.before === null && (await holdsMore(connection, step, last)))
		return `${step.target} was created and stays, because rows were added meanwhile`;
	await send(connection, step.undo);
	const after = await definitionOf(connection, step.target);
	return after === one.before ? undefined : `${step.target} is not quite as it was`;
}

async function bringBack(
	connection: DatabaseConnection,
	{ position, step: { target } }: BegunStep,
): Promise<string | undefined> {
	const waiting = waitingName(position);
	if ((await definitionOf(connection, waiting)) === null) return undefined;
	if ((await definitionOf(connection, target)) !== null)
		return `${target} was created again meanwhile; its earlier rows are in ${waiting}`;
	await connection.execute(`RENAME TABLE ${quoteName(waiting)} TO ${quoteName(target)}`);
	return undefined;
}

/** More rows than this operation entered into a table that it made: somebody else's, which must not go with it. */
async function holdsMore(
	connection: DatabaseConnection,
	{ target }: RunStatement,
	last: BegunStep,
): Promise<boolean> {
	const isBeingFilled =
		last.step.kind === "run-statement" &&
		last.step.effect === "rows" &&
		last.step.target === target;
	if (isBeingFilled) return false;
	return (await countRows(connection, target)) > (last.entered[target] ?? 0);
}
