import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import {
	type Extension,
	isReadable,
	type NewerExtension,
	type StoredExtension,
} from "@graft/core/domain/extension";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import type { Arrivals } from "@graft/core/platforms/platform";
import { type ServerState, stateOfFailure } from "../catalogue/server-state.ts";
import { storedByNewer } from "../catalogue/stored-extension.ts";
import type { Context } from "../context/context.ts";
import { isActive, isLinkedTo, seeActivations } from "../links/activations.ts";
import { findLink } from "../links/stored-link.ts";
import { readTableOwners, type TableOwners } from "../tables/table-owners.ts";

/** How an extension stands in the database of its own system. */
export interface DatabaseStatus {
	/** False too for an extension that has nothing to do with that database. */
	readonly linked: boolean;
	/** `missing`: the system does not have it as active. `drifted`: tables or version are not as it wants them. */
	readonly state: ServerState | null;
	/** Only where the database could not be asked, or a newer Graft stored the extension. */
	readonly reason?: string;
}

export interface ExtensionProof {
	readonly active: boolean;
	readonly database: DatabaseStatus;
	/** null where it is not active, or the database cannot be asked. */
	readonly agents: Arrivals | null;
}

/** What is known of an extension without that database. */
export interface Subject {
	readonly extension: StoredExtension;
	/** As Graft itself has it. */
	readonly active: boolean;
	readonly accepted: readonly string[];
}

export type KnownSubject = Subject & { readonly extension: Extension };

export interface Proven {
	readonly extension: StoredExtension;
	readonly proof: ExtensionProof;
}

/** Asks the databases of their systems about each, in that order; a database that cannot be asked is an answer too. */
export async function proveExtensions(
	ctx: Context,
	subjects: readonly Subject[],
): Promise<readonly Proven[]> {
	const seen = await seeActivations(ctx);
	const known = subjects.map((subject) => {
		const { platform } = subject.extension;
		const { ids = null, note = null, failure = null } = seen.get(platform) ?? {};
		const linked = isLinkedTo(seen, platform);
		const active = isActive(seen, subject.extension, subject);
		return { subject, linked, active, note, failure, wanted: ids !== null && active };
	});
	const wanted: KnownSubject[] = [];
	const proofs = new Map<string, InDatabase>();
	for (const { subject, linked, wanted: isWanted } of known) {
		const { extension } = subject;
		if (!isReadable(extension)) proofs.set(extension.id, unread(extension, linked));
		else if (isWanted) wanted.push({ ...subject, extension });
	}
	for (const platform of new Set(wanted.map(({ extension }) => extension.platform))) {
		const those = wanted.filter(({ extension }) => extension.platform === platform);
		for (const [id, proof] of await prove(ctx, platform, those)) proofs.set(id, proof);
	}
	return known.map(({ subject: { extension }, linked, active, note, failure }) => {
		const unasked = failure === null ? "missing" : stateOfFailure(failure);
		const state = linked ? unasked : null;
		const reason = linked && note !== null ? { reason: note } : {};
		const database = { linked, state, ...reason } as const;
		const proof = proofs.get(extension.id) ?? { database, agents: null };
		return { extension, proof: { active, ...proof } };
	});
}

type InDatabase = Omit<ExtensionProof, "active">;

/** What is there cannot be held against what nobody here can read. */
function unread(extension: NewerExtension, linked: boolean): InDatabase {
	const { message, hint } = storedByNewer(extension);
	return { database: { linked, state: "unreadable", reason: `${message} ${hint}` }, agents: null };
}

/** Over one session, one after the other: the database has others to serve. */
async function prove(
	ctx: Context,
	platform: string,
	subjects: readonly KnownSubject[],
): Promise<ReadonlyMap<string, InDatabase>> {
	const place = sqlPlaceOf(findPlatform(platform));
	const link = place === undefined ? null : await findLink(ctx, place.link);
	if (place === undefined || link === null) return new Map();
	const proofs = new Map<string, InDatabase>();
	let connection: DatabaseConnection | undefined;
	try {
		connection = await openDatabase(link.url);
		const ownersOf = await readTableOwners(ctx, { platform, place, connection });
		for (const subject of subjects)
			proofs.set(
				subject.extension.id,
				await proveOne(ctx, connection, subject, ownersOf(subject.extension)),
			);
	} catch (error) {
		const unknown = unanswered(error);
		for (const { extension } of subjects)
			if (!proofs.has(extension.id)) proofs.set(extension.id, unknown);
	} finally {
		await connection?.close();
	}
	return proofs;
}

function unanswered(error: unknown): InDatabase {
	if (!(error instanceof GraftError)) throw error;
	const state = stateOfFailure(error.kind);
	const database = { linked: true, state, reason: error.message } as const;
	return { database, agents: null };
}

async function proveOne(
	{ runTask }: Context,
	connection: DatabaseConnection,
	{ extension, accepted }: KnownSubject,
	owners: TableOwners,
): Promise<InDatabase> {
	let agents: Arrivals | null = null;
	try {
		agents = (await findPlatform(extension.platform)?.proof?.read(connection, extension)) ?? null;
		const { state } = await runTask("tablesState", connection, {
			...{ extension, accepted, ...owners },
			...{ goal: "active", dropTables: false },
		});
		return { database: { linked: true, state }, agents };
	} catch (error) {
		// What it refuses to say of one, it may say of the next.
		if (error instanceof GraftError && error.kind === "unreachable") throw error;
		return { ...unanswered(error), agents };
	}
}
