import type { Binding, BindingPlan } from "@graft/core/domain/binding-plan";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import {
	applyBindingPlan,
	prepareBindingPlan,
	restoreBindings,
} from "@graft/core/drivers/http/apply/apply-plan";
import type { BindingWish } from "@graft/core/drivers/http/plan/compute-plan";
import type { HttpPlace } from "@graft/core/platforms/place";
import { findPlatform, httpPlaceOf } from "@graft/core/platforms/places";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { isLinked } from "../links/stored-link.ts";
import { openLinkedApi } from "../links/with-api.ts";
import { runOperation } from "../running/run-operation.ts";
import { noteOfBindings } from "./noted-bindings.ts";

/** What is to be so in the API of its system. */
export interface BindWish {
	readonly extension: Extension;
	readonly wish:
		| { readonly goal: "present"; readonly groups: readonly string[] }
		| Exclude<BindingWish, { readonly goal: "present" }>;
}

/** Without asking it. */
export async function hasLinkedApi(ctx: Context, platform: string | undefined): Promise<boolean> {
	const place = httpPlaceOf(findPlatform(platform));
	return place !== undefined && (await isLinked(ctx, place.link));
}

/** What would be done there; changes nothing. Throws GraftError "usage" where no API is linked. */
export async function planBindings(ctx: Context, { extension, wish }: BindWish) {
	const place = demandPlace(extension);
	const api = await openLinkedApi(ctx, place.link);
	const asked = askedOf(place, { extension, wish }, api.user);
	const { plan } = await prepareBindingPlan(api, place.system, asked);
	return plan satisfies BindingPlan;
}

/**
 * By the plan that was shown. Gives what stood there before; null where nothing had to be done. Throws as
 * `applyBindingPlan`. What stood there is noted before the first change: whoever undoes it may come after a dead process.
 */
export function changeBindings(
	ctx: Context,
	{ planHash, ...asked }: BindWish & { readonly planHash: string },
): Promise<readonly Binding[] | null> {
	const { extension, wish } = asked;
	const place = demandPlace(extension);
	const kind = wish.goal === "absent" ? "uninstall" : "install";
	return runOperation(ctx, { kind, extensionId: extension.id }, async ({ id, report }) => {
		const api = await openLinkedApi(ctx, place.link);
		const before = await applyBindingPlan({
			...{ api, system: place.system, asked: askedOf(place, asked, api.user) },
			...{ expectedHash: planHash, report },
			note: async (bindings) => {
				const data = { before: noteOfBindings(bindings) };
				await retryBusy(() => ctx.database.operation.update({ where: { id }, data }));
			},
		});
		return {
			result: before,
			summary: before === null ? null : `What groups are bound to is changed in ${api.label}.`,
			before: before === null ? null : noteOfBindings(before),
			elsewhere: before !== null,
			writes: [],
		};
	});
}

/** As they stood there at some time, whatever somebody changed since. */
export function putBindingsBack(
	ctx: Context,
	extension: Extension,
	bindings: readonly Binding[],
): Promise<void> {
	const place = demandPlace(extension);
	const asked = { kind: "uninstall", extensionId: extension.id } as const;
	return runOperation(ctx, asked, async () => {
		const api = await openLinkedApi(ctx, place.link);
		const wish = { goal: "exactly", bindings } as const;
		const wanted = askedOf(place, { extension, wish }, api.user);
		await restoreBindings({ api, system: place.system, asked: wanted }, bindings);
		const summary = `What groups are bound to in ${api.label} is as it was before.`;
		return { result: undefined, summary, elsewhere: true, writes: [] };
	});
}

function askedOf(place: HttpPlace, { extension, wish }: BindWish, user: string) {
	return {
		...{ extension, wanted: place.wanted(extension) },
		wish: wish.goal === "present" ? { ...wish, user } : wish,
	};
}

function demandPlace({ platform }: Extension): HttpPlace {
	const place = httpPlaceOf(findPlatform(platform));
	if (place !== undefined) return place;
	throw new GraftError("usage", "Its system has no groups that extensions are bound to.");
}
