import type { DatabaseGoal, DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { isRefused } from "@graft/core/domain/problem";
import { applyDatabasePlan } from "@graft/core/drivers/sql/apply/apply-database-plan";
import { recoverDatabase } from "@graft/core/drivers/sql/apply/recover-database";
import { madeTables } from "@graft/core/drivers/sql/apply/reversed-plan";
import { requireAccepted } from "../context/acceptance.ts";
import type { Context } from "../context/context.ts";
import type { LinkedTables } from "../links/linked-tables.ts";
import type { Operation } from "../running/run-operation.ts";
import { forgetTables, holdTables } from "./held-tables.ts";
import { presentTables, readTableOwners } from "./table-owners.ts";

/** What is to become of the tables of one extension. */
export interface TablesChange {
	readonly goal: DatabaseGoal;
	readonly extension: Extension;
	readonly accepted: readonly string[];
	/** On the way out: with all its tables, or with these alone. */
	readonly dropTables: boolean | readonly string[];
	/** As a plan is bound to it. */
	readonly content?: string;
}

/** Looks only. What keeps the plan from being applied is among its problems. */
export async function prepareTables(
	ctx: Context,
	tables: LinkedTables,
	change: TablesChange,
): Promise<DatabasePlan> {
	const owners = (await readTableOwners(ctx, tables))(change.extension);
	return ctx.runTask("planTables", tables.connection, { ...change, ...owners });
}

interface AgreedChange extends TablesChange {
	readonly plan: string | undefined;
	/** Told of the tables that are there by it before any of it counts, should this process die over what follows. */
	readonly note?: (made: readonly string[]) => Promise<void>;
}

/** Applies the plan of that hash; without one, what is right now. Throws GraftError "refused" also for its problems. */
export async function changeTables(
	ctx: Context,
	{ report }: Operation,
	tables: LinkedTables,
	change: AgreedChange,
): Promise<{ readonly changed: boolean }> {
	const { connection } = tables;
	const { plan: agreed, note, ...wish } = change;
	let made: readonly string[] = [];
	const prepare = async () => {
		const plan = await prepareTables(ctx, tables, wish);
		requireApplicable(plan, change);
		made = madeTables(plan);
		return plan;
	};
	const asItIs = async () => {
		await recoverDatabase({ connection, report });
		return prepare();
	};
	const applied = await applyDatabasePlan({
		connection,
		prepare,
		expectedHash: agreed ?? (await asItIs()).hash,
		actor: ctx.actor.name,
		clock: ctx.clock,
		before: wish.goal === "absent" ? () => keepTables(ctx) : undefined,
		beforeCommit: note && (() => note(made)),
		report,
	});
	try {
		await noteTables(ctx, tables, wish);
	} catch (error) {
		// It is done all the same; its row says so until the next time.
		if (!(error instanceof GraftError && error.kind === "unreachable")) throw error;
	}
	return applied;
}

async function keepTables({ keepTables, signal }: Context): Promise<void> {
	await keepTables?.(signal);
}

/** Whose tables they are, from now on. */
async function noteTables(
	ctx: Context,
	tables: LinkedTables,
	{ goal, extension }: TablesChange,
): Promise<void> {
	const { connection } = tables;
	const { label } = connection;
	const present = await presentTables(connection);
	const isThere = (table: string) => present.has(table.toLowerCase());
	if (goal === "active") {
		const { others } = (await readTableOwners(ctx, tables))(extension);
		const isItsOwn = (table: string) => isThere(table) && !others.has(table.toLowerCase());
		await holdTables(ctx, label, extension, isItsOwn);
	}
	await forgetTables(ctx, label, extension.id, isThere);
}

/** For a change that has to do with no database: a plan that was shown for one is not this. */
export function refusePlan(plan: string | undefined): void {
	if (plan === undefined) return;
	throw new GraftError("refused", "The plan is out of date: no database is involved any longer.", {
		hint: "See what would be done now: add --dry-run.",
	});
}

const doing: Readonly<Record<DatabaseGoal, string>> = {
	active: "activate",
	inactive: "deactivate",
	absent: "remove",
};

function requireApplicable(
	{ problems, database }: DatabasePlan,
	{ goal, extension, accepted }: TablesChange,
): void {
	const what = `To ${doing[goal]} ${extension.id} in ${database}`;
	if (isRefused(problems))
		throw new GraftError("refused", `${what} is not possible as things are.`, {
			hint: "Fix the problems named below, and try again.",
			problems,
		});
	requireAccepted(problems, accepted, ["database"], what);
}
