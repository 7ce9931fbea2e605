import type { Context } from "@graft/services/context";
import { isLinked, linkId } from "@graft/services/ocs-database/stored-link";

/** Whether OCS's own database, which is linked, has to do with an extension for this platform. */
export async function isOfDatabase(ctx: Context, platform: string | undefined): Promise<boolean> {
	return platform === linkId && (await isLinked(ctx));
}
