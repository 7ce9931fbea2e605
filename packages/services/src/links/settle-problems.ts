import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import { holdsFor, type Problem } from "@graft/core/domain/problem";
import type { SqlPlace } from "@graft/core/platforms/place";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import type { Context } from "../context/context.ts";
import { findLink } from "./stored-link.ts";

type Settle = (
	platform: string | undefined,
	problems: readonly Problem[],
) => Promise<readonly Problem[]>;

/**
 * Leaves out what holds for other versions of the system's schema than the linked database has. Where none is linked, or it
 * cannot be asked, everything is told.
 */
export function settleProblems(
	ctx: Context,
	platform: string | undefined,
	problems: readonly Problem[],
) {
	return problemSettler(ctx)(platform, problems);
}

/** The same for several lists. Each database is asked once, and only if something depends on it. */
export function problemSettler(ctx: Context): Settle {
	const asked = new Map<SqlPlace, Promise<number | null>>();
	return async (platform, problems) => {
		const place = sqlPlaceOf(findPlatform(platform));
		const isSettled = problems.every(({ schemaVersions }) => schemaVersions === undefined);
		if (isSettled || place === undefined) return problems;
		const asking = asked.get(place) ?? linkedVersion(ctx, place);
		asked.set(place, asking);
		const version = await asking;
		if (version === null) return problems;
		return problems.filter(holdsFor(version));
	};
}

/** By platform: the versions of the schemas of the databases that are linked, as far as they can be told. */
export async function linkedSchemaVersions(ctx: Context): Promise<ReadonlyMap<string, number>> {
	const versions = new Map<string, number>();
	for (const { id } of platforms) {
		const version = await linkedSchemaVersion(ctx, id);
		if (version !== null) versions.set(id, version);
	}
	return versions;
}

/** Of the schema of the database that is linked for extensions of `platform`; null where nobody can tell. */
export async function linkedSchemaVersion(
	ctx: Context,
	platform: string | null,
): Promise<number | null> {
	const place = sqlPlaceOf(findPlatform(platform ?? undefined));
	return place === undefined ? null : linkedVersion(ctx, place);
}

async function linkedVersion(
	ctx: Context,
	{ link: kind, system }: SqlPlace,
): Promise<number | null> {
	try {
		const link = await findLink(ctx, kind);
		if (link === null) return null;
		const connection = await openDatabase(link.url);
		try {
			return (await system.readSchemaVersion(connection)) || null;
		} finally {
			await connection.close();
		}
	} catch (error) {
		if (error instanceof GraftError) return null;
		throw error;
	}
}
