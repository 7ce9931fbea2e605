import type { RepositoryLink } from "@graft/core/platforms/place";
import { findPlatform, gitPlaceOf } from "@graft/core/platforms/places";
import type { Repository } from "@graft/core/repositories/repository";
import type { Context } from "../context/context.ts";
import { demandLink, isLinked } from "./stored-link.ts";

/** Opens the repository of a URL for one piece of work. Throws as opening it and its members do. */
export async function withRepository<Result>(
	ctx: Pick<Context, "openRepository">,
	url: string,
	work: (repository: Repository) => Promise<Result>,
): Promise<Result> {
	const repository = await ctx.openRepository(url);
	try {
		return await work(repository);
	} finally {
		await repository.close();
	}
}

/** Opens the repository that is linked for one piece of work. Throws GraftError "usage" where none is. */
export async function withLinkedRepository<Result>(
	ctx: Context,
	kind: RepositoryLink,
	work: (repository: Repository) => Promise<Result>,
): Promise<Result> {
	return withRepository(ctx, (await demandLink(ctx, kind)).url, work);
}

/** Whether the extensions of a platform have a repository to go to, without asking it. */
export async function hasLinkedRepository(ctx: Context, platform: string): Promise<boolean> {
	const place = gitPlaceOf(findPlatform(platform));
	return place !== undefined && (await isLinked(ctx, place.link));
}
