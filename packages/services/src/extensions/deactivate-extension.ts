import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Extension } from "@graft/core/domain/extension";
import * as z from "zod";
import { knownExtension } from "../catalogue/known-extension.ts";
import { notFound } from "../catalogue/load-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { extensionId, sha256Text } from "../context/input-parts.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { whereTables } from "../links/linked-tables.ts";
import { runOperation } from "../running/run-operation.ts";
import { changeTables, prepareTables, refusePlan } from "../tables/change-tables.ts";

const asked = z.object({ id: extensionId });
/** `plan`: hash of the plan for its system's database that was shown; then that one is applied, or none. */
export const deactivateExtensionInput = asked.extend({ plan: sha256Text.optional() });

/**
 * Takes its row from its system's database, where that is linked. Keeps tables, folder, archives, accepted codes and whatever
 * is on servers: activating again needs nothing else.
 */
export async function deactivateExtension({
	ctx,
	input,
}: Call<typeof deactivateExtensionInput>): Promise<{ id: string; changed: boolean }> {
	await requireAdministrator(ctx, "deactivate an extension");
	const { id, plan } = parseInput(deactivateExtensionInput, input);
	return deactivateWith(ctx, { id, plan, dropTables: [] });
}

interface Deactivation {
	readonly id: string;
	readonly plan: string | undefined;
	/** Of its own tables, these go with all their rows. */
	readonly dropTables: readonly string[];
}

export async function deactivateWith(
	ctx: Context,
	{ id, plan, dropTables }: Deactivation,
): Promise<{ id: string; changed: boolean }> {
	const { extension } = await knownExtension(ctx, id);
	return whereTables(ctx, extension?.platform, (tables) =>
		runOperation(ctx, { kind: "deactivate", extensionId: id }, async (operation) => {
			if (tables === null) refusePlan(plan);
			const { row, extension } = await knownExtension(ctx, id);
			const { changed } =
				tables === null || extension === null
					? { changed: demand(ctx, id, row).active }
					: await changeTables(ctx, operation, tables, {
							...deactivation(extension, dropTables),
							plan,
						});
			return {
				result: { id, changed },
				summary: changed ? "It was deactivated." : null,
				elsewhere: tables !== null && changed,
				writes: [ctx.database.extension.updateMany({ where: { id }, data: { active: false } })],
			};
		}),
	);
}

/** What deactivating would do; writes nothing. `plan` is null where no database has to do with it. */
export async function previewDeactivation({ ctx, input }: Call<typeof asked>): Promise<{
	readonly id: string;
	readonly changed: boolean;
	readonly plan: DatabasePlan | null;
}> {
	const { id } = parseInput(asked, input);
	const { row, extension } = await knownExtension(ctx, id);
	return whereTables(ctx, extension?.platform, async (tables) => {
		if (tables === null || extension === null)
			return { id, changed: demand(ctx, id, row).active, plan: null };
		const plan = await prepareTables(ctx, tables, deactivation(extension, []));
		return { id, changed: plan.steps.length > 0, plan };
	});
}

export function deactivation(extension: Extension, dropTables: readonly string[]) {
	return { goal: "inactive", extension, accepted: [], dropTables } as const;
}

/** Alone, Graft knows of none that came by hand whether it is active. */
function demand<Row>(ctx: Context, id: string, row: Row | null): Row {
	if (row === null) throw notFound(ctx, id);
	return row;
}
