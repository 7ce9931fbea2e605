import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { GraftError } from "@graft/core/domain/errors";
import type { SqlPlace } from "@graft/core/platforms/place";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import type { Context } from "../context/context.ts";
import { isLinked } from "./stored-link.ts";
import { whereLinked, withLink } from "./with-link.ts";

/** A place of tables with the session that leads to it. */
export interface LinkedTables {
	readonly platform: string;
	readonly place: SqlPlace;
	readonly connection: DatabaseConnection;
}

/**
 * Where the extensions of a platform have their tables, open for one piece of work. null where they have none, or nothing
 * is linked: then Graft alone knows what is active. Throws as `withLink` does.
 */
export function whereTables<Result>(
	ctx: Context,
	platform: string | undefined,
	work: (tables: LinkedTables | null) => Promise<Result>,
): Promise<Result> {
	const place = sqlPlaceOf(findPlatform(platform));
	if (place === undefined) return work(null);
	return whereLinked(ctx, place.link, (connection) =>
		work(connection === null ? null : { platform: platform ?? "", place, connection }),
	);
}

/** The same where it has to be there. Throws GraftError "usage" also for a platform that has no such place. */
export function withTables<Result>(
	ctx: Context,
	platform: string | undefined,
	work: (tables: LinkedTables) => Promise<Result>,
): Promise<Result> {
	const place = sqlPlaceOf(findPlatform(platform));
	if (place === undefined)
		throw new GraftError("usage", "Its system keeps no extensions in a database.");
	return withLink(ctx, place.link, (connection) =>
		work({ platform: platform ?? "", place, connection }),
	);
}

/** Without opening it. */
export async function hasLinkedTables(
	ctx: Context,
	platform: string | undefined,
): Promise<boolean> {
	const place = sqlPlaceOf(findPlatform(platform));
	return place !== undefined && (await isLinked(ctx, place.link));
}
