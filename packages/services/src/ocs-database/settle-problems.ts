import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import type { Problem } from "@graft/core/domain/problem";
import { readSchemaVersion } from "@graft/core/platforms/ocs-inventory/activation/look-at-tables";
import type { Context } from "../context.ts";
import { findLink } from "./stored-link.ts";

type Settle = (problems: readonly Problem[]) => Promise<readonly Problem[]>;

/**
 * Leaves out what holds for other versions of OCS's schema than the linked database has. Where none is linked, or it
 * cannot be asked, everything is told.
 */
export function settleProblems(ctx: Context, problems: readonly Problem[]) {
	return problemSettler(ctx)(problems);
}

/** The same for several lists. The database is asked once, and only if something depends on it. */
export function problemSettler(ctx: Context): Settle {
	let asked: Promise<number | null> | undefined;
	return async (problems) => {
		if (problems.every(({ schemaVersions }) => schemaVersions === undefined)) return problems;
		asked ??= linkedSchemaVersion(ctx);
		const version = await asked;
		if (version === null) return problems;
		return problems.filter(({ schemaVersions }) => schemaVersions?.includes(version) ?? true);
	};
}

/** null where nobody can tell. */
export async function linkedSchemaVersion(ctx: Context): Promise<number | null> {
	try {
		const link = await findLink(ctx);
		if (link === null) return null;
		const connection = await openDatabase(link.url);
		try {
			return (await readSchemaVersion(connection)) || null;
		} finally {
			await connection.close();
		}
	} catch (error) {
		if (error instanceof GraftError) return null;
		throw error;
	}
}
