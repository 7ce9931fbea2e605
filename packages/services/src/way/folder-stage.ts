import type { RepositoryPlan } from "@graft/core/domain/repository-plan";
import type { LoadedExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { changeFolder, restoreFolder } from "../repositories/folder-work.ts";
import type { Taken } from "./taken.ts";

export interface InRepository {
	readonly repository: string;
	readonly changed: boolean;
}

/** Its folder in the repository of its system, exactly as it was shown. */
export async function pushThere(
	ctx: Context,
	{ extension, tree }: Pick<LoadedExtension, "extension" | "tree">,
	{ accepted, plan }: { accepted: readonly string[]; plan: RepositoryPlan },
	taken: Taken[],
): Promise<InRepository> {
	const { repository, hash: planHash } = plan;
	const wish = { extension, tree, goal: "present", accepted, planHash } as const;
	const point = await changeFolder(ctx, wish);
	if (point !== null)
		taken.push({
			what: `its folder in ${repository}`,
			rollBack: async (lent) => {
				await restoreFolder(lent, { extension }, point);
				return [];
			},
		});
	return { repository, changed: point !== null };
}
