import { findPlatform, httpPlaceOf } from "@graft/core/platforms/places";
import { knownExtension } from "../catalogue/known-extension.ts";
import type { Context } from "../context/context.ts";
import type { ForgettingPreview } from "../extensions/forget-extension.ts";
import { withTables } from "../links/linked-tables.ts";
import { isLinked } from "../links/stored-link.ts";

/** What removing an extension leaves on machines: once that is done, nothing can take it off them. Asks its system. */
export async function stayingParts(
	ctx: Context,
	{ subject, plan }: Pick<ForgettingPreview, "subject" | "plan">,
): Promise<readonly string[]> {
	const { extension } = await knownExtension(ctx, subject.id);
	const unreached = await unreachedGroups(ctx, extension?.platform);
	const proof = findPlatform(extension?.platform)?.proof;
	if (plan === null || extension === null || proof?.stays === undefined) return unreached;
	const { stays } = proof;
	const onMachines = await withTables(ctx, extension.platform, ({ connection }) =>
		stays(connection, extension),
	);
	return [...onMachines, ...unreached];
}

/** A row in an API outlives the folder that it names: who installs that again would have it run there at once. */
async function unreachedGroups(ctx: Context, platform: string | undefined): Promise<string[]> {
	const link = httpPlaceOf(findPlatform(platform))?.link;
	if (link === undefined || (await isLinked(ctx, link))) return [];
	return [`${link.name} is not linked: groups that are bound to it stay so.`];
}
