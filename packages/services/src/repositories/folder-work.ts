import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { RepositoryGoal, RepositoryPlan } from "@graft/core/domain/repository-plan";
import {
	applyRepositoryPlan,
	prepareRepositoryPlan,
} from "@graft/core/drivers/git/apply/apply-plan";
import { type RestorePoint, restoreFiles } from "@graft/core/drivers/git/apply/restore";
import type { GitPlace } from "@graft/core/platforms/place";
import { findPlatform, gitPlaceOf } from "@graft/core/platforms/places";
import type { Context } from "../context/context.ts";
import { withLinkedRepository } from "../links/with-repository.ts";
import { runOperation } from "../running/run-operation.ts";

/** What is to be so in the repository of its system. */
export interface FolderWish {
	readonly extension: Extension;
	/** May be empty where the extension goes. */
	readonly tree: FileTree;
	readonly goal: RepositoryGoal;
	/** Codes of warnings. */
	readonly accepted: readonly string[];
}

/** What would be done there; changes nothing. Throws GraftError "usage" where no repository is linked. */
export function planFolder(ctx: Context, wish: FolderWish): Promise<RepositoryPlan> {
	const place = demandPlace(wish.extension);
	return withLinkedRepository(ctx, place.link, async (repository) => {
		const { plan } = await prepareRepositoryPlan(repository, askedOf(place, wish));
		return plan;
	});
}

/** By the plan that was shown. Gives what takes it back; null where nothing had to be done. Throws as `applyRepositoryPlan`. */
export function changeFolder(
	ctx: Context,
	wish: FolderWish & { readonly planHash: string },
): Promise<RestorePoint | null> {
	const { extension, goal, planHash } = wish;
	const place = demandPlace(extension);
	const { id: extensionId, version } = extension;
	const kind = goal === "present" ? "install" : "uninstall";
	return runOperation(ctx, { kind, extensionId, version }, ({ report }) =>
		withLinkedRepository(ctx, place.link, async (repository) => {
			const point = await applyRepositoryPlan({
				...{ repository, asked: askedOf(place, wish), expectedHash: planHash },
				...{ actor: ctx.actor.name, clock: ctx.clock, report },
			});
			const done = goal === "present" ? "is" : "is no longer";
			return {
				result: point,
				summary: point === null ? null : `Its folder ${done} in ${repository.label}.`,
				before: point?.former ?? null,
				elsewhere: point !== null,
				writes: [],
			};
		}),
	);
}

/** By another commit. */
export function restoreFolder(
	ctx: Context,
	{ extension }: Pick<FolderWish, "extension">,
	point: RestorePoint,
): Promise<void> {
	const asked = { kind: "uninstall", extensionId: extension.id } as const;
	return runOperation(ctx, asked, async () => {
		await withLinkedRepository(ctx, demandPlace(extension).link, (repository) =>
			restoreFiles({ repository, point, actor: ctx.actor.name, clock: ctx.clock }),
		);
		const summary = `Its folder in ${point.plan.repository} is as it was before.`;
		return { result: undefined, summary, elsewhere: true, writes: [] };
	});
}

function askedOf(place: GitPlace, { extension, tree, goal, accepted }: FolderWish) {
	return { extension, wanted: place.wanted(extension, tree), goal, accepted };
}

function demandPlace({ platform }: Extension): GitPlace {
	const place = gitPlaceOf(findPlatform(platform));
	if (place !== undefined) return place;
	throw new GraftError("usage", "Its system keeps no extensions in a repository.");
}
