import { countRows } from "@graft/core/databases/count-rows";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { applyDatabasePlan } from "@graft/core/drivers/sql/apply/apply-database-plan";
import { madeTables, reversedPlan } from "@graft/core/drivers/sql/apply/reversed-plan";
import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { activateExtension } from "../extensions/activate-extension.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { withTables } from "../links/linked-tables.ts";
import { runOperation } from "../running/run-operation.ts";
import { forgetTables } from "../tables/held-tables.ts";
import { presentTables } from "../tables/table-owners.ts";
import type { Taken } from "./taken.ts";

type Counts = ReadonlyMap<string, number>;

interface Activation {
	readonly id: string;
	readonly accept: readonly string[];
	/** null for an extension that has to do with no database. */
	readonly plan: DatabasePlan | null;
	/** As it was known before the way began; null where it was not. */
	readonly before: ManagedRow | null;
}

/** Its tables and what makes it active, exactly as it was shown. What it did is in `taken` as soon as it is done. */
export async function activateThere(
	ctx: Context,
	{ id, accept, plan, before }: Activation,
	taken: Taken[],
): Promise<{ readonly changed: boolean }> {
	const input = { id, accept: [...accept], plan: plan?.hash };
	const { changed } = await activateExtension({ ctx, input });
	if (!changed) return { changed };
	let rows: Counts = new Map();
	taken.push({
		what: "its activation",
		rollBack: async (lent) => {
			const kept = await takeBack(lent, { id, plan, before }, rows);
			return kept.length === 0
				? []
				: [
						`${kept.join(", ")} ${kept.length === 1 ? "stays" : "stay"}, because rows were added meanwhile`,
					];
		},
	});
	// Before any server writes there.
	if (plan !== null) rows = await countFirstRows(ctx, plan);
	return { changed };
}

async function countFirstRows(ctx: Context, plan: DatabasePlan): Promise<Counts> {
	const made = madeTables(plan);
	if (made.length === 0) return new Map();
	return withTables(ctx, plan.platform, ({ connection }) => countEach(connection, made));
}

async function countEach(
	connection: DatabaseConnection,
	tables: readonly string[],
): Promise<Counts> {
	const counted = new Map<string, number>();
	for (const table of tables) counted.set(table, await countRows(connection, table));
	return counted;
}

/** Gives the tables that stay. */
async function takeBack(
	ctx: Context,
	{ id, plan: applied, before }: Pick<Activation, "id" | "plan" | "before">,
	firstRows: Counts,
): Promise<readonly string[]> {
	if (applied === null) {
		await deactivateExtension({ ctx, input: { id } });
		return [];
	}
	return withTables(ctx, applied.platform, async ({ connection }) => {
		// Not a row is lost, not even one that came within seconds.
		const rows = await countEach(connection, madeTables(applied));
		const keep = [...rows].flatMap(([table, count]) =>
			count > (firstRows.get(table) ?? 0) ? [table] : [],
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
				summary: "Its activation was rolled back.",
				elsewhere: true,
				writes: [ctx.database.extension.updateMany({ where: { id }, data })],
			};
		});
		return keep;
	});
}
