import type { Connection } from "@graft/core/connections/connection";
import type { FileTree } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension, PlatformId } from "@graft/core/domain/extension";
import { placeOf } from "@graft/core/planning/place";
import { readReceipts } from "@graft/core/planning/receipts";
import type { Facts, Given, Platform } from "@graft/core/platforms/platform";
import { platforms } from "@graft/core/platforms/registry";
import type { Context } from "../context.ts";
import { type LoadedExtension, loadExtension } from "../extensions/load-extension.ts";

/** What a server part is made from. */
export interface ServerSource {
	readonly platform: Platform;
	readonly extension: Extension;
	readonly tree: FileTree;
}

export function sourceOf({
	extension,
	tree,
}: Pick<LoadedExtension, "extension" | "tree">): ServerSource {
	return { platform: platformOf(extension.platform), extension, tree };
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
		return bareSource(known.platform as PlatformId, id, known.version);
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
		const facts = await discoverOrNothing(platform, connection, given).catch((error: unknown) => {
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
	platform: Platform,
	connection: Connection,
	given: Given,
): Promise<Facts | undefined> {
	try {
		return await platform.discover(connection, given);
	} catch (error) {
		if (error instanceof GraftError && error.kind === "not-found") return;
		throw error;
	}
}

function bareSource(platform: PlatformId, id: string, version: string): ServerSource {
	const extension: Extension = {
		platform,
		id,
		version,
		name: id,
		description: "",
		authors: [],
		licence: "",
		parts: {
			database: { install: [], remove: [], tables: [] },
			server: { files: [], sections: [] },
			agents: { windows: [], unix: [] },
		},
		claims: [],
	};
	return { platform: platformOf(platform), extension, tree: { root: "", files: new Map() } };
}

function platformOf(id: PlatformId): Platform {
	const platform = platforms.find((each) => each.id === id);
	if (platform === undefined) throw new Error(`no platform ${id}`);
	return platform;
}
