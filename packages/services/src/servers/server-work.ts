import type { Connection } from "@graft/core/connections/connection";
import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import { type Extension, extensionFormat, type PlatformId } from "@graft/core/domain/extension";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import { readReceipts } from "@graft/core/drivers/files/plan/receipts";
import type { Facts } from "@graft/core/drivers/files/wanted";
import type { FilesPlace, Given } from "@graft/core/platforms/place";
import { filesPlaceOf, findPlatform } from "@graft/core/platforms/places";
import type { Platform } from "@graft/core/platforms/platform";
import { platforms } from "@graft/core/platforms/registry";
import { type LoadedExtension, loadExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";

/** What a server part is made from. */
export interface ServerSource {
	readonly platform: Platform;
	/** Where on a server it goes. */
	readonly place: FilesPlace;
	readonly extension: Extension;
	readonly tree: FileTree;
}

export function sourceOf({
	extension,
	tree,
}: Pick<LoadedExtension, "extension" | "tree">): ServerSource {
	const platform = demandPlatform(extension.platform);
	return { platform, place: demandPlace(platform), extension, tree };
}

/**
 * What can be said of an extension where only its server part matters. Where its folder or archive is gone,
 * that is little: then its receipts on the server say what is taken away or compared. Throws GraftError where
 * nothing is known of it at all.
 */
export async function loadSource(ctx: Context, id: string): Promise<ServerSource> {
	try {
		// Of one after the other, for a look at a server.
		return sourceOf(await loadExtension(ctx, id, "lately"));
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const known = await ctx.database.archive.findFirst({
			where: { extensionId: id },
			orderBy: { importedAt: "desc" },
		});
		if (known === null) throw error;
		return bareSource(known.platform, id, known.version);
	}
}

/** The same from a receipt that somebody else's Graft left on a server; undefined where there is none. */
export async function findSource(
	connection: Connection,
	given: Given,
	id: string,
): Promise<ServerSource | undefined> {
	let refusal: unknown;
	for (const platform of platforms) {
		const place = filesPlaceOf(platform);
		if (place === undefined) continue;
		const facts = await discoverOrNothing(place, connection, given).catch((error: unknown) => {
			if (!(error instanceof GraftError) || error.kind !== "refused") throw error;
			refusal = error;
		});
		if (facts === undefined) continue;
		const { receipts } = await readReceipts(connection, placeOf(connection, platform.id, facts));
		const receipt = receipts.find(({ extension }) => extension.id === id);
		if (receipt !== undefined) return bareSource(platform.id, id, receipt.extension.version);
	}
	// One that would not be looked at may be the very place where it is.
	if (refusal !== undefined) throw refusal;
	return undefined;
}

/** undefined where this server is none of that platform's. */
export async function discoverOrNothing(
	place: FilesPlace,
	connection: Connection,
	given: Given,
): Promise<Facts | undefined> {
	try {
		return await place.discover(connection, given);
	} catch (error) {
		if (error instanceof GraftError && error.kind === "not-found") return;
		throw error;
	}
}

function bareSource(platformId: PlatformId, id: string, version: string): ServerSource {
	const extension: Extension = {
		format: extensionFormat,
		platform: platformId,
		id,
		version,
		name: id,
		description: "",
		authors: [],
		licence: "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: [] },
			agents: { windows: [], unix: [] },
		},
		claims: [],
		own: {},
	};
	return sourceOf({ extension, tree: { root: "", files: new Map() } });
}

function demandPlatform(id: PlatformId): Platform {
	const platform = findPlatform(id);
	if (platform === undefined) throw new Error(`no platform ${id}`);
	return platform;
}

function demandPlace(platform: Platform): FilesPlace {
	const place = filesPlaceOf(platform);
	if (place !== undefined) return place;
	throw new GraftError("usage", `Nothing of ${platform.name} has a place on a server.`, {
		hint: "install-plugin up takes an extension to wherever its system has it.",
	});
}
