import { GraftError } from "@graft/core/domain/errors";
import { isReadable, type StoredExtension } from "@graft/core/domain/extension";
import { lookAtGroups, type SeenBindings, within } from "@graft/core/drivers/http/plan/look";
import { type BindingStatus, compareBindings } from "@graft/core/drivers/http/plan/status";
import type { HttpPlace } from "@graft/core/platforms/place";
import { httpPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import { loadExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { isLinked } from "../links/stored-link.ts";
import { openLinkedApi } from "../links/with-api.ts";

/** The order of the keys is part of what scripts see. */
export interface BoundStatus {
	/** null where it could not be looked at. */
	readonly api: string | null;
	readonly state: BindingStatus["state"] | "unreachable" | "refused";
	readonly bindings: BindingStatus["bindings"];
	/** Why nobody can tell. */
	readonly reason: string | null;
}

/** By id, of those whose system has an API that is linked. Each API is read once; changes nothing. */
export async function seeBindings(
	ctx: Context,
	extensions: readonly StoredExtension[],
): Promise<ReadonlyMap<string, BoundStatus>> {
	const found = new Map<string, BoundStatus>();
	for (const platform of platforms) {
		const place = httpPlaceOf(platform);
		const own = extensions.filter((each) => each.platform === platform.id && isReadable(each));
		if (place === undefined || own.length === 0 || !(await isLinked(ctx, place.link))) continue;
		try {
			const api = await openLinkedApi(ctx, place.link);
			const seen = await lookAtGroups(api, place.system);
			for (const { id } of own) found.set(id, await statusOf(ctx, place, seen, id).catch(unseen));
		} catch (error) {
			for (const { id } of own) found.set(id, unseen(error));
		}
	}
	return found;
}

async function statusOf(
	ctx: Context,
	place: HttpPlace,
	seen: SeenBindings,
	id: string,
): Promise<BoundStatus> {
	const { extension } = await loadExtension(ctx, id, "lately");
	const wanted = place.wanted(extension);
	const compared = compareBindings(wanted, within(wanted.folder, seen));
	return { api: seen.api, ...compared, reason: null };
}

/** An answer too, beside those of others. */
function unseen(error: unknown): BoundStatus {
	if (!(error instanceof GraftError)) throw error;
	const { kind, message, hint } = error;
	const state = kind === "unreachable" ? kind : "refused";
	return { api: null, state, bindings: [], reason: `${message} ${hint}`.trim() };
}
