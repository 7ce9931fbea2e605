import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Problem } from "@graft/core/domain/problem";
import type { TableSeen, TablesSeen } from "@graft/core/platforms/place";
import { filesPlaceOf, findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import type { LoadedExtension } from "../catalogue/load-extension.ts";
import type { Context } from "../context/context.ts";
import { whereTables } from "../links/linked-tables.ts";
import { readTableOwners } from "../tables/table-owners.ts";
import { extensionCodes } from "../tasks/codes.ts";

/**
 * What a server part lacks in other places: that the extension is active, and that its tables are there, for without
 * them the server answers 500 to every agent that sends its sections.
 */
export async function problemsElsewhere(
	ctx: Context,
	loaded: LoadedExtension,
	accepted: readonly string[],
): Promise<readonly Problem[]> {
	const { extension } = loaded;
	// Of a system that keeps no extensions in a database, active is Graft's own word, and nothing waits for it.
	if (sqlPlaceOf(findPlatform(extension.platform)) === undefined) return [];
	const lacks = (seen: TablesSeen) =>
		filesPlaceOf(findPlatform(extension.platform))?.lacks?.(extension, seen) ?? [];
	const isKnownActive = loaded.row?.active ?? false;
	try {
		const found = await lookAtTables(ctx, extension, accepted);
		if (found === null) return notActive(extension.id, isKnownActive);
		return [...lacks(found), ...notActive(extension.id, found.isActive)];
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		return [...lacks({ unknown: error.message }), ...notActive(extension.id, isKnownActive)];
	}
}

/** An extension that is not active still works on a server: data arrives, and nobody sees it. */
export function notActive(id: string, isActive: boolean): readonly Problem[] {
	if (isActive) return [];
	return [
		{
			severity: "info",
			code: extensionCodes["extension/not-active"],
			path: "",
			message: `${id} is not active.`,
			hint: "Activate it too, so that what it collects can be seen.",
		},
	];
}

/** null where nothing is linked that has to do with it. */
function lookAtTables(
	ctx: Context,
	extension: Extension,
	accepted: readonly string[],
): Promise<{ tables: readonly TableSeen[]; isActive: boolean } | null> {
	return whereTables(ctx, extension.platform, async (linked) => {
		if (linked === null) return null;
		const owners = (await readTableOwners(ctx, linked))(extension);
		const wish = { goal: "active", dropTables: false, extension, accepted } as const;
		const { state, tables } = await ctx.runTask("tablesState", linked.connection, {
			...wish,
			...owners,
		});
		return { tables, isActive: state !== "missing" };
	});
}
