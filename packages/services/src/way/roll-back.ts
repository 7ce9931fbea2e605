import type { Connection } from "@graft/core/connections/connection";
import { countRows } from "@graft/core/databases/count-rows";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Plan, Step } from "@graft/core/domain/plan";
import { sentence } from "@graft/core/domain/sentence";
import { applyDatabasePlan } from "@graft/core/drivers/sql/apply/apply-database-plan";
import { madeTables, reversedPlan } from "@graft/core/drivers/sql/apply/reversed-plan";
import type { ManagedRow } from "@graft/database/quick-look";
import { readKeptArchive } from "../archives/archive-store.ts";
import type { Context } from "../context.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { storedExtension } from "../extensions/stored.ts";
import { uncancelled } from "../operations/cancellation.ts";
import { runOperation } from "../operations/run-operation.ts";
import { applyChange } from "../servers/apply-plan.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { sourceOfChange } from "../servers/prepare-plan.ts";
import type { ServerAddress } from "../servers/server-address.ts";
import { type ServerSource, sourceOf } from "../servers/server-work.ts";
import { forgetTables } from "../tables/held-tables.ts";
import { withTables } from "../tables/linked-tables.ts";
import { presentTables } from "../tables/table-owners.ts";
import { bringBackFolder, restoreVersion, takeBackImport } from "./roll-back-folder.ts";

/** What was done on the way up, place by place. */
export interface Done {
	readonly id: string;
	/** As it was known before; null where it was not. */
	readonly before: ManagedRow | null;
	imported?: boolean;
	/** Where what stood in its folder, and is in no archive, is kept meanwhile. */
	setAside?: string | null;
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

/** Nothing is put back: says what was done before that, and stays. */
export function halfWay(done: Done, failure: unknown): GraftError {
	const message =
		failure instanceof GraftError ? sentence(failure) : `A fault of Graft: ${String(failure)}.`;
	const places = placesOf(done);
	const stays =
		places.length === 0 ? "" : ` What was done before that stays: ${places.join(", ")}.`;
	const hint = "Run it again: it goes on from there; or remove the extension.";
	const known = failure instanceof GraftError ? failure : undefined;
	return new GraftError("partly-done", `${message}${stays}`, {
		...{ hint: known?.hint || hint, problems: known?.problems ?? [], cause: failure },
	});
}

function placesOf({ imported, setAside, activated, servers }: Done): string[] {
	const kept = setAside == null ? "" : ` (what stood there is kept in ${setAside})`;
	return [
		...(imported ? [`its folder${kept}`] : []),
		...(activated?.changed ? ["its activation"] : []),
		...servers
			.filter(({ plan }) => plan.steps.length > 0)
			.map(({ plan }) => `its server part on ${plan.server}`),
	];
}

/** Every place as it was, the last one first; returns what to tell the person. */
export async function rollBack(ctx: Context, done: Done, failure: unknown): Promise<unknown> {
	if (!(failure instanceof GraftError)) return failure;
	let left: readonly string[];
	try {
		left = await takeBack(uncancelled(ctx), done);
	} catch (second) {
		const reason = second instanceof Error ? sentence(second) : `${String(second)}.`;
		const kept =
			done.setAside == null ? "" : ` What stood in its folder is kept in ${done.setAside}.`;
		return new GraftError(
			"partly-done",
			`${sentence(failure)} Putting back what was done before that failed too: ${reason}${kept}`,
			{ hint: "Look at the status; run it again, or remove the extension.", cause: second },
		);
	}
	const { kind, hint, problems } = failure;
	const but = left.length === 0 ? "" : `, but ${left.join("; ")}`;
	const all = `${sentence(failure)} Everything that was done before that was put back${but}.`;
	return new GraftError(kind, all, { hint, problems, cause: failure });
}

/** Before any server writes there. */
export async function countFirstRows(
	ctx: Context,
	plan: DatabasePlan,
): Promise<ReadonlyMap<string, number>> {
	const made = madeTables(plan);
	if (made.length === 0) return new Map();
	return withTables(ctx, plan.platform, ({ connection }) => countEach(connection, made));
}

async function countEach(
	connection: DatabaseConnection,
	tables: readonly string[],
): Promise<ReadonlyMap<string, number>> {
	const counted = new Map<string, number>();
	for (const table of tables) counted.set(table, await countRows(connection, table));
	return counted;
}

/** Gives what stays, in words. What was accepted for the way there, or before it, is not asked for again. */
async function takeBack(ctx: Context, done: Done): Promise<readonly string[]> {
	const { id, before, imported, setAside, activated, servers } = done;
	const former = imported === true ? before : null;
	if (former !== null) await restoreVersion(ctx, former);
	const left: string[] = [];
	for (const each of servers.toReversed())
		left.push(...(await takeBackServer(ctx, id, each, former)));
	const kept = activated?.changed ? await takeBackActivation(ctx, done, activated.plan) : [];
	if (kept.length > 0) left.push(`${kept.join(", ")} stays, for rows came in meanwhile`);
	if (imported === true && before === null) await takeBackImport(ctx, id);
	if (setAside != null) await bringBackFolder(ctx, id, setAside);
	return left;
}

/** Gives what stays there, in words. */
async function takeBackServer(
	ctx: Context,
	id: string,
	{ server, serverDir, reload, plan: { steps, server: label } }: Done["servers"][number],
	former: ManagedRow | null,
): Promise<readonly string[]> {
	// An upgrade without a step there has still put its version on the receipt.
	if (steps.length === 0 && former === null) return [];
	const replaced = steps.filter((step) => "before" in step && step.before !== null);
	const goal = replaced.length > 0 || steps.length === 0 ? "present" : "absent";
	const asked = { id, server, serverDir, goal, reload, reloadPending: false, accept: [] } as const;
	const change = inKnownFolder(ctx, id, asked);
	const find = async (connection: Connection) =>
		former === null || goal === "absent"
			? sourceOfChange(ctx, connection, change)
			: { ...(await sourceOfFormer(ctx, former)), loaded: null, elsewhere: [] };
	const { plan, problems } = await planFrom(ctx, change, find);
	// It stood there as it was, with all that is said of it and of the server.
	const accept = problems.flatMap(({ severity, code }) => (severity === "warning" ? [code] : []));
	await applyChange(ctx, { ...change, accept, planHash: plan.hash }, find);
	return former === null ? replaced.flatMap((step) => remarkOn(label, step)) : [];
}

/** What no version of ours brought cannot be put back from one. */
function remarkOn(label: string, step: Step): string[] {
	if (step.kind !== "put-file" && step.kind !== "remove-file") return [];
	const copy = step.keep === null ? "" : `; what stood there is kept as ${step.keep}`;
	return [`on ${label} ${step.target} stays as this put it${copy}`];
}

async function sourceOfFormer(ctx: Context, { archive }: ManagedRow): Promise<ServerSource> {
	const tree = await readKeptArchive(ctx, archive.sha256);
	return sourceOf({ extension: storedExtension(archive.extension), tree });
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
	return withTables(ctx, applied.platform, async ({ connection }) => {
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
			const present = await presentTables(connection);
			const isThere = (table: string) => present.has(table.toLowerCase());
			await forgetTables(ctx, connection.label, id, isThere);
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
