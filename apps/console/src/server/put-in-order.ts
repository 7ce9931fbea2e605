import type { Context } from "@graft/services/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { recoverDatabase } from "@graft/services/ocs-database/recover-database";
import { isOfDatabase } from "./is-of-database.ts";

/** Before a plan that will be applied: what was cut off in OCS's database is put in order, so that the plan holds. */
export async function putInOrder(ctx: Context, id: string): Promise<void> {
	const { platform } = await getExtension({ ctx, input: { id } });
	if (await isOfDatabase(ctx, platform)) await recoverDatabase({ ctx, input: {} });
}
