import { GraftError } from "@graft/core/domain/errors";
import { isReadable, type StoredExtension } from "@graft/core/domain/extension";
import { lookAtFolder } from "@graft/core/drivers/git/plan/look";
import { compareFolder, type FolderStatus } from "@graft/core/drivers/git/plan/status";
import type { GitPlace } from "@graft/core/platforms/place";
import { gitPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import type { Head, Repository } from "@graft/core/repositories/repository";
import { loadExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { isLinked } from "../links/stored-link.ts";
import { withLinkedRepository } from "../links/with-repository.ts";

/** The order of the keys is part of what scripts see. */
export interface RepositoryStatus {
	/** null where it could not be looked at. */
	readonly repository: string | null;
	readonly state: FolderStatus["state"] | "unreachable" | "host-key" | "refused";
	readonly version: string | null;
	readonly files: FolderStatus["files"];
	/** Why nobody can tell. */
	readonly reason: string | null;
}

/** By id, of those whose system has a repository that is linked. Each repository is fetched once; changes nothing. */
export async function lookAtFolders(
	ctx: Context,
	extensions: readonly StoredExtension[],
): Promise<ReadonlyMap<string, RepositoryStatus>> {
	const found = new Map<string, RepositoryStatus>();
	for (const platform of platforms) {
		const place = gitPlaceOf(platform);
		const own = extensions.filter((each) => each.platform === platform.id && isReadable(each));
		if (place === undefined || own.length === 0 || !(await isLinked(ctx, place.link))) continue;
		try {
			await withLinkedRepository(ctx, place.link, async (repository) => {
				const head = await repository.head();
				for (const { id } of own)
					found.set(id, await statusOf(ctx, place, { repository, head }, id).catch(unseen));
			});
		} catch (error) {
			for (const { id } of own) if (!found.has(id)) found.set(id, unseen(error));
		}
	}
	return found;
}

async function statusOf(
	ctx: Context,
	place: GitPlace,
	{ repository, head }: { repository: Repository; head: Head },
	id: string,
): Promise<RepositoryStatus> {
	const { extension, tree } = await loadExtension(ctx, id, "lately");
	const wanted = place.wanted(extension, tree);
	const seen = await lookAtFolder(repository, head, wanted.folder);
	const { state, version, files } = compareFolder(extension, wanted, seen);
	return { repository: repository.label, state, version, files, reason: null };
}

/** An answer too, beside those of others. */
function unseen(error: unknown): RepositoryStatus {
	if (!(error instanceof GraftError)) throw error;
	const { kind, message, hint } = error;
	const state = kind === "unreachable" || kind === "host-key" ? kind : "refused";
	return { repository: null, state, version: null, files: [], reason: `${message} ${hint}`.trim() };
}
