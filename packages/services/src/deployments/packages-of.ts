import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import {
	type DeployedPackage,
	readPackages,
} from "@graft/core/platforms/ocs-inventory/deployment/packages";
import type { Context } from "../context.ts";
import { knownExtension } from "../extensions/known-extension.ts";

/**
 * The packages of an extension, whichever Graft gave them. Throws GraftError "not-found" where there are none and the
 * extension was never here: then its id is wrong.
 */
export async function packagesOf(
	ctx: Context,
	database: DatabaseConnection,
	id: string,
): Promise<readonly DeployedPackage[]> {
	const packages = await readPackages(database, id);
	const kept = await ctx.database.archive.count({ where: { extensionId: id } });
	if (packages.length === 0 && kept === 0) await knownExtension(ctx, id);
	return packages;
}
