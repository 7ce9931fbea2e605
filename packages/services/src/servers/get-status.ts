import type { Connection } from "@graft/core/connections/connection";
import { labelOf } from "@graft/core/connections/find-transport";
import { withRetry } from "@graft/core/connections/with-retry";
import { GraftError } from "@graft/core/domain/errors";
import { readServerDirs, readServersWith } from "@graft/database/quick-look";
import * as z from "zod";
import { type BoundStatus, seeBindings } from "../bindings/binding-status.ts";
import { notFound } from "../catalogue/load-extension.ts";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { type ServerAddress, serverAddress, storedAddress } from "../context/server-address.ts";
import { type ExtensionProof, proveExtensions } from "../proof/prove-extensions.ts";
import { readSubjects } from "../proof/subjects.ts";
import { lookAtFolders, type RepositoryStatus } from "../repositories/folder-status.ts";
import { inParallel } from "./in-parallel.ts";
import { lookAtServer } from "./look-at-server.ts";
import { type ServerStatus, unseen, type Visit } from "./visit.ts";

export const getStatusInput = z.object({
	/** One extension; left out, all of them. */
	id: extensionId.optional(),
	/** One server; left out, each one that an extension is known to be on. */
	server: serverAddress.optional(),
	serverDir: z.string().min(1).max(4096).optional(),
});

/** What is where, by content. The order of the keys is part of what scripts see. */
export interface Status {
	readonly format: 1;
	readonly extensions: readonly ExtensionStatus[];
}

export interface ExtensionStatus extends ExtensionProof {
	readonly id: string;
	readonly platform: string;
	readonly version: string;
	readonly servers: readonly ServerStatus[];
	/** null where it has to do with none, or none is linked. */
	readonly repository: RepositoryStatus | null;
	/** The same of groups that are bound to it. */
	readonly groups: BoundStatus | null;
}

/** Looks at servers and at linked databases; changes nothing there, and remembers here what was seen. */
export async function getStatus({ ctx, input }: Call<typeof getStatusInput>): Promise<Status> {
	const { id, server, serverDir } = parseInput(getStatusInput, input);
	const subjects = (await readSubjects(ctx)).filter(
		({ extension }) => id === undefined || extension.id === id,
	);
	if (id !== undefined && subjects.length === 0) throw notFound(ctx, id);
	const ids = subjects.map(({ extension }) => extension.id);

	const visits =
		server === undefined
			? knownVisits(ctx, ids)
			: [
					{
						server: await knownWay(ctx, server),
						places: placesOn(ctx, ids, { server, serverDir }),
						named: id !== undefined,
					},
				];
	const extensions = subjects.map(({ extension }) => extension);
	const [proven, folders, bound, visited] = await Promise.all([
		proveExtensions(ctx, subjects),
		lookAtFolders(ctx, extensions),
		seeBindings(ctx, extensions),
		inParallel(visits, (visit) => pay(ctx, visit, server !== undefined)),
	]);
	const seen = visited.flat();
	return {
		format: 1,
		extensions: proven.map(({ extension: { id, platform, version }, proof }) => ({
			...{ id, platform, version, ...proof },
			servers: seen.filter((each) => each.id === id).map(({ status }) => status),
			repository: folders.get(id) ?? null,
			groups: bound.get(id) ?? null,
		})),
	};
}

function knownVisits({ paths }: Context, ids: readonly string[]): Visit[] {
	const servers = readServersWith(paths.databaseUrl, ids);
	return servers.map(({ address, receipts }) => ({
		server: storedAddress.parse(address),
		places: receipts.map(({ extensionId: id, serverDir }) => ({
			id,
			serverDir: serverDir ?? undefined,
		})),
		named: true,
	}));
}

/** With what was said before of the way there, where it is not said now. */
async function knownWay({ database }: Context, server: ServerAddress): Promise<ServerAddress> {
	const row = await database.server.findUnique({ where: { label: labelOf(server) } });
	return { ...(row === null ? {} : storedAddress.parse(row.address)), ...server };
}

/** In the folders where each stands there already, if none is named. */
function placesOn(
	{ paths }: Context,
	ids: readonly string[],
	{ server, serverDir }: { server: ServerAddress; serverDir: string | undefined },
): Visit["places"] {
	if (serverDir !== undefined) return ids.map((id) => ({ id, serverDir }));
	const label = labelOf(server);
	return ids.flatMap((id) => {
		const known = readServerDirs(paths.databaseUrl, id, label);
		return (known.length === 0 ? [null] : known).map((dir) => ({
			id,
			serverDir: dir ?? undefined,
		}));
	});
}

interface Seen {
	readonly id: string;
	readonly status: ServerStatus;
}

/** A server that cannot be looked at is an answer too, beside those of the others; a wrong one that was asked for is none. */
async function pay(ctx: Context, visit: Visit, isAskedFor: boolean): Promise<Seen[]> {
	try {
		return await withRetry(
			() => ctx.connect(visit.server),
			(connection: Connection) => lookAtServer(ctx, connection, visit),
		);
	} catch (error) {
		if (!(error instanceof GraftError) || (isAskedFor && error.kind === "usage")) throw error;
		const status = unseen(labelOf(visit.server), error);
		return visit.places.map(({ id }) => ({ id, status }));
	}
}
