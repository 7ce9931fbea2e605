import { openDatabase } from "@graft/core/databases/open-database";
import type { Patience } from "@graft/core/databases/patience";
import { type FailureKind, GraftError } from "@graft/core/domain/errors";
import { readActivations } from "@graft/core/platforms/ocs-inventory/activation/read-activations";
import { type ManagedRow, readManagedIds } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { findLink, linkId } from "./stored-link.ts";

/** What OCS itself has as active, where its database is linked. */
export interface Activations {
	/** null where nothing is linked, or it cannot be asked: then what was last known counts. */
	readonly ids: ReadonlySet<string> | null;
	/** Why it cannot be asked; null otherwise. */
	readonly note: string | null;
	readonly failure: FailureKind | null;
}

/** A list must not stand still because a database does. */
const impatient: Patience = { connectMs: 3_000, answerMs: 5_000 };

/** Asks OCS's database, and remembers what it says, so that the next look knows it where nobody answers. */
export async function seeActivations(ctx: Context): Promise<Activations> {
	try {
		const link = await findLink(ctx);
		if (link === null) return { ids: null, note: null, failure: null };
		const ids = await readIds(link.url);
		await remember(ctx, ids);
		return { ids, note: null, failure: null };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const note = `What is active is told as it was last known. ${error.message}`;
		return { ids: null, note, failure: error.kind };
	}
}

export function isActive(
	{ ids }: Activations,
	{ id, platform }: { readonly id: string; readonly platform: string },
	row: Pick<ManagedRow, "active"> | null,
): boolean {
	return ids !== null && platform === linkId ? ids.has(id) : (row?.active ?? false);
}

/** Who says whether it is active: its system just now, that system when it was last asked, or Graft alone. */
export type ActiveBy = "system" | "memory" | "graft";

export function whoSays(
	{ ids, note }: Activations,
	{ platform }: { readonly platform: string },
): ActiveBy {
	if (platform !== linkId) return "graft";
	if (ids !== null) return "system";
	return note === null ? "graft" : "memory";
}

async function readIds(url: string): Promise<ReadonlySet<string>> {
	const connection = await openDatabase(url, impatient);
	try {
		const activations = await readActivations(connection);
		return new Set(activations.map(({ id }) => id));
	} finally {
		await connection.close();
	}
}

async function remember({ database, paths }: Context, ids: ReadonlySet<string>): Promise<void> {
	const changed = readManagedIds(paths.databaseUrl).filter(
		({ id, platform, active }) => platform === linkId && active !== ids.has(id),
	);
	for (const active of [true, false]) {
		const wrong = changed.filter((row) => row.active !== active).map(({ id }) => id);
		if (wrong.length === 0) continue;
		const where = { id: { in: wrong } };
		await retryBusy(() => database.extension.updateMany({ where, data: { active } }));
	}
}
