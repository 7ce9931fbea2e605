import type { Context } from "@graft/services/context/context";
import { getExtension } from "@graft/services/extensions/get-extension";
import { hasLinkedTables } from "@graft/services/links/linked-tables";

/** Whether another version of an extension is active in OCS's database now: what that changes there must be seen first. */
export async function needsReview(ctx: Context, id: string): Promise<boolean> {
	const { active, platform } = await getExtension({ ctx, input: { id } });
	return active && (await hasLinkedTables(ctx, platform));
}
