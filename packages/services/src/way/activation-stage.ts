import type { DatabasePlan } from "@graft/core/domain/database-plan";
import { applyDatabasePlan } from "@graft/core/drivers/sql/apply/apply-database-plan";
import { reversedPlan } from "@graft/core/drivers/sql/apply/reversed-plan";
import type { ManagedRow } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import { activateExtension } from "../extensions/activate-extension.ts";
import { deactivateExtension } from "../extensions/deactivate-extension.ts";
import { withTables } from "../links/linked-tables.ts";
import { runOperation } from "../running/run-operation.ts";
import { grownTables, type TableCounts } from "../tables/count-tables.ts";
import { forgetTables } from "../tables/held-tables.ts";
import { presentTables } from "../tables/table-owners.ts";
import type { Taken } from "./taken.ts";

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
	const { changed, made } = await activateExtension({ ctx, input });
	if (!changed) return { changed };
	taken.push({
		what: "its activation",
		rollBack: async (lent) => {
			const kept = await takeBack(lent, { id, plan, before }, made);
			return kept.length === 0 ? [] : [staying(kept)];
		},
	});
	return { changed };
}

/** In words. */
export function staying(tables: readonly string[]): string {
	return `${tables.join(", ")} ${tables.length === 1 ? "stays" : "stay"}, because rows were added meanwhile`;
}

/** Gives the tables that stay. */
async function takeBack(
	ctx: Context,
	{ id, plan: applied, before }: Pick<Activation, "id" | "plan" | "before">,
	made: TableCounts,
): Promise<readonly string[]> {
	if (applied === null) {
		await deactivateExtension({ ctx, input: { id } });
		return [];
	}
	return withTables(ctx, applied.platform, async ({ connection }) => {
		// Not a row is lost, not even one that came within seconds.
		const keep = await grownTables(connection, made);
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
