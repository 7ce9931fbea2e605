import type { Context } from "@graft/services/context/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { hasLinkedTables } from "@graft/services/links/linked-tables";
import { recoverTables } from "@graft/services/tables/recover-tables";

/** Before a plan that will be applied: what was cut off in OCS's database is put in order, so that the plan holds. */
export async function putInOrder(ctx: Context, id: string): Promise<void> {
	const { platform } = await getExtension({ ctx, input: { id } });
	if (await hasLinkedTables(ctx, platform)) await recoverTables({ ctx, input: {} });
}
