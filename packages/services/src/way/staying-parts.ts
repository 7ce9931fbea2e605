import { findPlatform } from "@graft/core/platforms/places";
import { knownExtension } from "../catalogue/known-extension.ts";
import type { Context } from "../context/context.ts";
import type { ForgettingPreview } from "../extensions/forget-extension.ts";
import { withTables } from "../links/linked-tables.ts";

/** What removing an extension leaves on machines: once that is done, nothing can take it off them. Asks its system. */
export async function stayingParts(
	ctx: Context,
	{ subject, plan }: Pick<ForgettingPreview, "subject" | "plan">,
): Promise<readonly string[]> {
	const { extension } = await knownExtension(ctx, subject.id);
	const proof = findPlatform(extension?.platform)?.proof;
	if (plan === null || extension === null || proof?.stays === undefined) return [];
	const { stays } = proof;
	return withTables(ctx, extension.platform, ({ connection }) => stays(connection, extension));
}
