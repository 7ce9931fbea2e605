import type { Context } from "@graft/services/context";
import { findStored, linkId } from "@graft/services/ocs-database/stored-link";

/** Whether OCS's own database, which is linked, has to do with an extension for this platform. */
export async function isOfDatabase(ctx: Context, platform: string | undefined): Promise<boolean> {
	if (platform !== linkId) return false;
	return ctx.ocsDatabaseUrl !== undefined || (await findStored(ctx)) !== null;
}
