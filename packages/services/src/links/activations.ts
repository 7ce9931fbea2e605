import { openDatabase } from "@graft/core/databases/open-database";
import type { Patience } from "@graft/core/databases/patience";
import { type FailureKind, GraftError } from "@graft/core/domain/errors";
import type { SqlPlace } from "@graft/core/platforms/place";
import { sqlPlaceOf } from "@graft/core/platforms/places";
import { platforms } from "@graft/core/platforms/registry";
import { type ManagedRow, readManagedIds } from "@graft/database/quick-look";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { findLink } from "./stored-link.ts";

/** What a system itself has as active, where its database is linked. */
export interface Activations {
	/** null where nothing is linked, or it cannot be asked: then what was last known counts. */
	readonly ids: ReadonlySet<string> | null;
	/** Why it cannot be asked; null otherwise. */
	readonly note: string | null;
	readonly failure: FailureKind | null;
}

/** By the id of the platform, for those that keep extensions in a database. */
export type AllActivations = ReadonlyMap<string, Activations>;

/** A list must not stand still because a database does. */
const impatient: Patience = { connectMs: 3_000, answerMs: 5_000 };

/** Asks each database that is linked, and remembers what it says, so that the next look knows it where nobody answers. */
export async function seeActivations(ctx: Context): Promise<AllActivations> {
	const asked = platforms.flatMap((platform) => {
		const place = sqlPlaceOf(platform);
		return place === undefined ? [] : [{ id: platform.id, place }];
	});
	const seen = asked.map(async ({ id, place }) => [id, await seeThose(ctx, id, place)] as const);
	return new Map(await Promise.all(seen));
}

async function seeThose(ctx: Context, platform: string, place: SqlPlace): Promise<Activations> {
	try {
		const link = await findLink(ctx, place.link);
		if (link === null) return { ids: null, note: null, failure: null };
		const ids = await readIds(place, link.url);
		await remember(ctx, platform, ids);
		return { ids, note: null, failure: null };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const note = `What is active may be out of date. ${error.message}`;
		return { ids: null, note, failure: error.kind };
	}
}

export function isActive(
	seen: AllActivations,
	{ id, platform }: { readonly id: string; readonly platform: string },
	row: Pick<ManagedRow, "active"> | null,
): boolean {
	return seen.get(platform)?.ids?.has(id) ?? row?.active ?? false;
}

/** Who says whether it is active: its system just now, that system when it was last asked, or Graft alone. */
export type ActiveBy = "system" | "memory" | "graft";

export function whoSays(
	seen: AllActivations,
	{ platform }: { readonly platform: string },
): ActiveBy {
	const { ids = null, note = null } = seen.get(platform) ?? {};
	if (ids !== null) return "system";
	return note === null ? "graft" : "memory";
}

/** Why those of some system are told as they were last known; null where all are as they are now. */
export function noteOn(seen: AllActivations): string | null {
	const notes = [...seen.values()].flatMap(({ note }) => note ?? []);
	return notes.length === 0 ? null : notes.join(" ");
}

/** Whether what is active there is kept in a database that is linked. */
export function isLinkedTo(seen: AllActivations, platform: string): boolean {
	const { ids = null, note = null } = seen.get(platform) ?? {};
	return ids !== null || note !== null;
}

async function readIds({ system }: SqlPlace, url: string): Promise<ReadonlySet<string>> {
	const connection = await openDatabase(url, impatient);
	try {
		return new Set((await system.receipts.read(connection)).map(({ id }) => id));
	} finally {
		await connection.close();
	}
}

async function remember(
	{ database, paths }: Context,
	of: string,
	ids: ReadonlySet<string>,
): Promise<void> {
	const changed = readManagedIds(paths.databaseUrl).filter(
		({ id, platform, active }) => platform === of && active !== ids.has(id),
	);
	for (const active of [true, false]) {
		const wrong = changed.filter((row) => row.active !== active).map(({ id }) => id);
		if (wrong.length === 0) continue;
		const where = { id: { in: wrong } };
		await retryBusy(() => database.extension.updateMany({ where, data: { active } }));
	}
}
