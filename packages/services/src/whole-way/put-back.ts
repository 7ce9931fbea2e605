import { countRows } from "@graft/core/databases/count-rows";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Plan } from "@graft/core/domain/plan";
import { applyDatabasePlan } from "@graft/core/installer/database/apply-database-plan";
import { madeTables, reversedPlan } from "@graft/core/installer/database/reversed-plan";
import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { removeExtension } from "../extensions/remove-extension.ts";
import { switchVersion } from "../extensions/switch-version.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { runOperation } from "../operations/run-operation.ts";
import { applyPlan } from "../servers/apply-plan.ts";
import { planServer } from "../servers/plan-server.ts";
import type { ServerAddress } from "../servers/server-address.ts";

/** What was done on the way up, place by place. */
export interface Done {
	readonly id: string;
	/** As it was known before; null where it was not. */
	readonly before: ManagedRow | null;
	imported?: boolean;
	activated?: { readonly plan: DatabasePlan | null; readonly changed: boolean };
	/** Rows of each table that was made, just after that. */
	firstRows?: ReadonlyMap<string, number>;
	readonly servers: {
		readonly server: ServerAddress;
		readonly serverDir: string | undefined;
		readonly reload: boolean;
		readonly plan: Plan;
	}[];
}

/** The place that failed says that it is as it was before. */
export function isAsBefore(error: unknown): boolean {
	return error instanceof GraftError && error.kind !== "partly-done";
}

/** Every place as it was, the last one first; returns what to tell the person. */
export async function putBack(ctx: Context, done: Done, failure: unknown): Promise<unknown> {
	if (!(failure instanceof GraftError)) return failure;
	let kept: readonly string[];
	try {
		kept = await takeBack(ctx, done);
	} catch (second) {
		const reason = second instanceof Error ? second.message : String(second);
		return new GraftError(
			"partly-done",
			`${sentence(failure)} Putting back what was done before that failed too: ${reason}`,
			{ hint: "Look at the status; run it again, or remove the extension.", cause: second },
		);
	}
	const { kind, hint, problems } = failure;
	const but = kept.length === 0 ? "" : `, but ${kept.join(", ")} stays, for rows came in meanwhile`;
	const all = `${sentence(failure)} Everything that was done before that was put back${but}.`;
	return new GraftError(kind, all, { hint, problems, cause: failure });
}

/** The words of a database or a server may end as they like. */
function sentence({ message }: GraftError): string {
	return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** Before any server writes there. */
export async function countFirstRows(
	ctx: Context,
	plan: DatabasePlan,
): Promise<ReadonlyMap<string, number>> {
	const made = madeTables(plan);
	if (made.length === 0) return new Map();
	return withDatabase(ctx, (connection) => countEach(connection, made));
}

async function countEach(
	connection: DatabaseConnection,
	tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
	const counted = new Map<string, number>();
	for (const table of tables) counted.set(table, await countRows(connection, table));
	return counted;
}

/** Gives the tables that stay. */
async function takeBack(ctx: Context, done: Done): Promise<readonly string[]> {
	const { id, before, imported, activated, servers } = done;
	const isUpgrade = imported === true && before !== null;
	// The version that the servers had is put there from its folder.
	if (isUpgrade) await switchVersion({ ctx, input: { id, sha256: before.archiveSha256 } });
	for (const each of servers.toReversed()) await takeBackServer(ctx, id, each, isUpgrade);
	const kept = activated?.changed ? await takeBackActivation(ctx, done, activated.plan) : [];
	if (imported === true && before === null) await removeExtension({ ctx, input: { id } });
	return kept;
}

async function takeBackServer(
	ctx: Context,
	id: string,
	{ server, serverDir, reload, plan: { steps } }: Done["servers"][number],
	isUpgrade: boolean,
): Promise<void> {
	// An upgrade without a step there has still put its version on the receipt.
	if (steps.length === 0 && !isUpgrade) return;
	const hadFiles = steps.some(
		(step) => step.kind === "remove-file" || (step.kind === "put-file" && step.before !== null),
	);
	const goal = hadFiles || steps.length === 0 ? "present" : "absent";
	const change = { id, server, serverDir, goal, reload } as const;
	const { plan } = await planServer({ ctx, input: change });
	await applyPlan({ ctx, input: { ...change, planHash: plan.hash } });
}

async function takeBackActivation(
	ctx: Context,
	{ id, before, firstRows }: Done,
	applied: DatabasePlan | null,
): Promise<readonly string[]> {
	if (applied === null) {
		await deactivateExtension({ ctx, input: { id } });
		return [];
	}
	return withDatabase(ctx, async (connection) => {
		// Not a row is lost, not even one that came within seconds.
		const rows = await countEach(connection, madeTables(applied));
		const keep = [...rows].flatMap(([table, count]) =>
			count > (firstRows?.get(table) ?? 0) ? [table] : [],
		);
		const plan = reversedPlan(applied, keep);
		await runOperation(ctx, { kind: "deactivate", extensionId: id }, async ({ report }) => {
			await applyDatabasePlan({
				...{ connection, report, clock: ctx.clock, actor: ctx.actor.name },
				...{ prepare: async () => plan, expectedHash: plan.hash },
			});
			const data = { active: before?.active ?? false };
			return {
				result: undefined,
				summary: "Its activation was put back.",
				elsewhere: true,
				writes: [ctx.database.extension.updateMany({ where: { id }, data })],
			};
		});
		return keep;
	});
}
