import type { Repository } from "@graft/core/repositories/repository";
import type { Context } from "../context/context.ts";

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
