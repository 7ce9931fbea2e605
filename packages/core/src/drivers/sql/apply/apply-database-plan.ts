import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { DatabasePlan, DatabaseStep } from "../../../domain/database-plan.ts";
import { GraftError } from "../../../domain/errors.ts";
import type { Progress } from "../../../domain/progress.ts";
import { quoteName } from "../../../domain/quote-name.ts";
import {
	type DatabaseOperation,
	dropJournal,
	noteBegun,
	noteCommitted,
	openJournal,
} from "./database-journal.ts";
import { takeDatabaseLock } from "./database-lock.ts";
import { definitionOf } from "./definition.ts";
import { describeDatabaseStep } from "./describe-database-step.ts";
import { finish } from "./finish.ts";
import { waitingName } from "./go-back.ts";
import { recoverLocked } from "./recover-database.ts";
import { isUnreachable, rollBack, said, sayingWhere, type Trail } from "./roll-back.ts";
import { send } from "./send.ts";

export interface ApplyDatabaseInput {
	readonly connection: DatabaseConnection;
	/** Makes the plan anew, once nobody else can change anything: that one is applied. */
	readonly prepare: () => Promise<DatabasePlan>;
	/** Of the plan that was shown and agreed to. */
	readonly expectedHash: string;
	readonly actor: string;
	readonly clock: () => Date;
	/** What has to be done before the first step, once nothing keeps the plan from being applied; it may take long. */
	readonly before?: (() => Promise<void>) | undefined;
	/** What has to be noted once every step is done, and before they count; where that fails, all is rolled back. */
	readonly beforeCommit?: (() => Promise<void>) | undefined;
	readonly report: (event: Progress) => void;
}

/**
 * Applies exactly the plan that was shown, all of it or nothing (docs/ocs-database.md). Throws GraftError: "refused" (stale
 * plan, open problems, lock, or the database's own words: all is as before), "unreachable" (nothing was changed),
 * "partly-done" (says what is left, and how to go on).
 */
export async function applyDatabasePlan(input: ApplyDatabaseInput): Promise<{ changed: boolean }> {
	const { connection } = input;
	const lock = await takeDatabaseLock(connection);
	try {
		const isRecovered = await recoverLocked(input);
		const plan = await input.prepare();
		refuseOther(plan, input, isRecovered);
		if (input.before !== undefined) await lock.during(input.before);
		if (plan.steps.length > 0) await applySteps(input, plan);
		return { changed: plan.steps.length > 0 };
	} finally {
		await lock.release();
	}
}

function refuseOther(
	plan: DatabasePlan,
	{ connection: { label }, expectedHash }: ApplyDatabaseInput,
	isRecovered: boolean,
): void {
	if (plan.database !== label) throw new Error(`a plan for ${plan.database} was given to ${label}`);
	const about = `The plan for ${plan.extension.id} in ${label}`;
	if (plan.hash !== expectedHash)
		throw new GraftError(
			"refused",
			`${about} is not the one that you agreed to (${expectedHash.slice(0, 12)}): ${isRecovered ? "what an interrupted operation had left was put in order first; nothing else" : "the database or the extension changed since; nothing"} was touched.`,
			{ hint: "Make the plan again, look at it, and apply that one." },
		);
	if (plan.problems.length > 0)
		throw new GraftError("refused", `${about} has problems; nothing was touched.`, {
			problems: plan.problems,
		});
}

async function applySteps(input: ApplyDatabaseInput, plan: DatabasePlan): Promise<void> {
	const { connection, actor, clock } = input;
	const operation: DatabaseOperation = {
		...{ format: 1, actor, at: clock().toISOString() },
		...{ extension: plan.extension.id, steps: plan.steps },
	};
	await begin(connection, operation);
	const trail: Trail = { begun: [], isLastRefused: false };
	try {
		await carryOut(input, plan.steps, trail);
		await input.beforeCommit?.();
		await noteCommitted(connection, operation);
	} catch (error) {
		throw await rollBack(connection, trail, sayingWhere(plan.steps, trail, error));
	}
	try {
		await finish(connection, operation);
	} catch (error) {
		throw new GraftError(
			"partly-done",
			`Everything is done, except for tidying up: ${said(error)}`,
			{
				hint: "Run it again: it tidies up first.",
				cause: error,
			},
		);
	}
}

async function begin(connection: DatabaseConnection, operation: DatabaseOperation): Promise<void> {
	try {
		await openJournal(connection, operation);
	} catch (error) {
		if (!isUnreachable(error)) await dropJournal(connection);
		throw error;
	}
}

async function carryOut(
	{ connection, report }: ApplyDatabaseInput,
	steps: readonly DatabaseStep[],
	trail: Trail,
): Promise<void> {
	const entered: Record<string, number> = {};
	for (const [index, step] of steps.entries()) {
		const position = index + 1;
		const before = await definitionOf(connection, step.target);
		const one = { position, step, before, entered: { ...entered } };
		await noteBegun(connection, one);
		trail.begun.push(one);
		report({
			...{ kind: "step", text: describeDatabaseStep(step) },
			...{ done: position, total: steps.length },
		});
		const affected = await carryOutStep(connection, position, step).catch((error: unknown) => {
			trail.isLastRefused = !isUnreachable(error);
			throw error;
		});
		if (mayAddRows(step)) entered[step.target] = (entered[step.target] ?? 0) + affected;
	}
}

/** Rows that are only changed or taken away again are none that were entered: others may have come in for them. */
function mayAddRows(step: DatabaseStep): boolean {
	return step.kind === "run-statement" && !/^\s*(UPDATE|DELETE)\b/i.test(step.statement);
}

async function carryOutStep(
	connection: DatabaseConnection,
	position: number,
	step: DatabaseStep,
): Promise<number> {
	if (step.kind === "drop-table") {
		if ((await definitionOf(connection, waitingName(position))) !== null)
			throw leftWaiting(connection, waitingName(position));
		const waiting = quoteName(waitingName(position));
		await connection.execute(`RENAME TABLE ${quoteName(step.target)} TO ${waiting}`);
		return 0;
	}
	return send(connection, step);
}

function leftWaiting({ label }: DatabaseConnection, name: string): GraftError {
	return new GraftError(
		"refused",
		`${label}: the table ${name} is left from an earlier removal that could not be rolled back, and may hold rows.`,
		{ hint: "Check it, then rename or drop it, and run this again." },
	);
}
