import type { Connection } from "@graft/core/connections/connection";
import { countRows } from "@graft/core/databases/count-rows";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Plan, Step } from "@graft/core/domain/plan";
import { applyDatabasePlan } from "@graft/core/installer/database/apply-database-plan";
import { madeTables, reversedPlan } from "@graft/core/installer/database/reversed-plan";
import { findManaged, type ManagedRow } from "@graft/database/quick-look";
import { readKeptArchive } from "../archives/archive-store.ts";
import type { Context } from "../context.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { knownExtension } from "../extensions/known-extension.ts";
import { placeVersion } from "../extensions/place-version.ts";
import { rowsGone, takeFolderAway } from "../extensions/remove-extension.ts";
import { storedCodes, storedExtension, storedProblems } from "../extensions/stored.ts";
import { forgetTables } from "../ocs-database/held-tables.ts";
import { presentTables } from "../ocs-database/table-owners.ts";
import { withDatabase } from "../ocs-database/with-database.ts";
import { uncancelled } from "../operations/cancellation.ts";
import { runOperation } from "../operations/run-operation.ts";
import { applyChange } from "../servers/apply-plan.ts";
import { inKnownFolder } from "../servers/in-known-folder.ts";
import { planFrom } from "../servers/plan-server.ts";
import { sourceOfChange } from "../servers/prepare-plan.ts";
import type { ServerAddress } from "../servers/server-address.ts";
import { type ServerSource, sourceOf } from "../servers/server-work.ts";

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

function placesOf({ imported, activated, servers }: Done): string[] {
	return [
		...(imported ? ["its folder"] : []),
		...(activated?.changed ? ["its activation"] : []),
		...servers
			.filter(({ plan }) => plan.steps.length > 0)
			.map(({ plan }) => `its server part on ${plan.server}`),
	];
}

/** Every place as it was, the last one first; returns what to tell the person. */
export async function putBack(ctx: Context, done: Done, failure: unknown): Promise<unknown> {
	if (!(failure instanceof GraftError)) return failure;
	let left: readonly string[];
	try {
		left = await takeBack(uncancelled(ctx), done);
	} catch (second) {
		const reason = second instanceof Error ? second.message : String(second);
		return new GraftError(
			"partly-done",
			`${sentence(failure)} Putting back what was done before that failed too: ${reason}`,
			{ hint: "Look at the status; run it again, or remove the extension.", cause: second },
		);
	}
	const { kind, hint, problems } = failure;
	const but = left.length === 0 ? "" : `, but ${left.join("; ")}`;
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

/** Gives what stays, in words. What was accepted for the way there, or before it, is not asked for again. */
async function takeBack(ctx: Context, done: Done): Promise<readonly string[]> {
	const { id, before, imported, activated, servers } = done;
	const former = imported === true ? before : null;
	if (former !== null) await restoreVersion(ctx, former);
	const left: string[] = [];
	for (const each of servers.toReversed())
		left.push(...(await takeBackServer(ctx, id, each, former)));
	const kept = activated?.changed ? await takeBackActivation(ctx, done, activated.plan) : [];
	if (kept.length > 0) left.push(`${kept.join(", ")} stays, for rows came in meanwhile`);
	if (imported === true && before === null) await takeBackImport(ctx, id);
	return left;
}

/** As it was judged when it was put there: it is not judged anew. */
async function restoreVersion(ctx: Context, former: ManagedRow): Promise<void> {
	const { id, archive: row } = former;
	await runOperation(ctx, { kind: "switch-version", extensionId: id }, async (operation) => {
		const version = {
			archive: await readKeptArchive(ctx, row.sha256),
			extension: storedExtension(row.extension),
			problems: storedProblems(former.problems),
			accepted: storedCodes(row.accepted),
			fileName: row.fileName,
		};
		const writes = await placeVersion(
			ctx,
			operation,
			version,
			findManaged(ctx.paths.databaseUrl, id),
		);
		return { result: undefined, summary: `Version ${row.version} was put back.`, writes };
	});
}

async function takeBackImport(ctx: Context, id: string): Promise<void> {
	await runOperation(ctx, { kind: "remove", extensionId: id }, async (operation) => {
		await takeFolderAway(ctx, operation, id, await knownExtension(ctx, id));
		const writes = rowsGone(ctx, id);
		return { result: undefined, summary: "Its import was put back.", writes };
	});
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
