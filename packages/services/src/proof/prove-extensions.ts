import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import { type Proof, readProof } from "@graft/core/platforms/ocs-inventory/proof/read-proof";
import type { Context } from "../context.ts";
import { isActive, seeActivations } from "../ocs-database/activations.ts";
import { findLink, linkId } from "../ocs-database/stored-link.ts";
import { readTableOwners, type TableOwners } from "../ocs-database/table-owners.ts";
import { type ServerState, stateOfFailure } from "../servers/server-state.ts";

/** How an extension stands in OCS's own database. */
export interface DatabaseStatus {
	/** False too for an extension that has nothing to do with that database. */
	readonly linked: boolean;
	/** `missing`: OCS does not have it as active. `drifted`: tables or version are not as it wants them. */
	readonly state: ServerState | null;
	/** Only where the database could not be asked. */
	readonly reason?: string;
}

export interface ExtensionProof {
	readonly active: boolean;
	readonly database: DatabaseStatus;
	/** null where it is not active, or the database cannot be asked. */
	readonly agents: Proof | null;
}

/** What is known of an extension without that database. */
export interface Subject {
	readonly extension: Extension;
	/** As Graft itself has it. */
	readonly active: boolean;
	readonly accepted: readonly string[];
}

export interface Proven {
	readonly extension: Extension;
	readonly proof: ExtensionProof;
}

/** Asks OCS's database about each, in that order; a database that cannot be asked is an answer too. */
export async function proveExtensions(
	ctx: Context,
	subjects: readonly Subject[],
): Promise<readonly Proven[]> {
	const seen = await seeActivations(ctx);
	const isLinked = seen.ids !== null || seen.note !== null;
	const reason = seen.note === null ? {} : { reason: seen.note };
	const known = subjects.map((subject) => {
		const linked = isLinked && subject.extension.platform === linkId;
		const active = isActive(seen, subject.extension, subject);
		const asked = linked && seen.ids !== null;
		return { subject, linked, active, wanted: asked && active };
	});
	const proofs = await prove(
		ctx,
		known.filter(({ wanted }) => wanted).map(({ subject }) => subject),
	);
	return known.map(({ subject: { extension }, linked, active }) => {
		const unasked = seen.failure === null ? "missing" : stateOfFailure(seen.failure);
		const state = linked ? unasked : null;
		const database = { linked, state, ...(linked ? reason : {}) } as const;
		const proof = proofs.get(extension.id) ?? { database, agents: null };
		return { extension, proof: { active, ...proof } };
	});
}

type InDatabase = Omit<ExtensionProof, "active">;

/** Over one session, one after the other: the database has others to serve. */
async function prove(
	ctx: Context,
	subjects: readonly Subject[],
): Promise<ReadonlyMap<string, InDatabase>> {
	const link = subjects.length === 0 ? null : await findLink(ctx);
	if (link === null) return new Map();
	const proofs = new Map<string, InDatabase>();
	let connection: DatabaseConnection | undefined;
	try {
		connection = await openDatabase(link.url);
		const ownersOf = await readTableOwners(ctx, connection);
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
	{ extension, accepted }: Subject,
	owners: TableOwners,
): Promise<InDatabase> {
	let agents: Proof | null = null;
	try {
		agents = await readProof(connection, extension);
		const { state } = await runTask("databaseState", connection, {
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
