import type { Connection } from "@graft/core/connections/connection";
import { withRetry } from "@graft/core/connections/with-retry";
import { GraftError } from "@graft/core/domain/errors";
import { readManaged } from "@graft/database/quick-look";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context.ts";
import { notFound } from "../extensions/load-extension.ts";
import { readFolders } from "../extensions/read-folders.ts";
import { extensionId } from "../input-parts.ts";
import { inParallel } from "./in-parallel.ts";
import { lookAtServer } from "./look-at-server.ts";
import { labelOf } from "./remember-server.ts";
import { serverAddress, storedAddress } from "./server-address.ts";
import type { ServerStatus, Visit } from "./visit.ts";

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

export interface ExtensionStatus {
	readonly id: string;
	readonly platform: string;
	readonly version: string;
	readonly active: boolean;
	readonly servers: readonly ServerStatus[];
}

/** Looks at servers; changes nothing there, and remembers here what was seen. */
export async function getStatus({ ctx, input }: Call<typeof getStatusInput>): Promise<Status> {
	const { id, server, serverDir } = parseInput(getStatusInput, input);
	const extensions = (await extensionsInPlace(ctx)).filter(
		(each) => id === undefined || each.id === id,
	);
	if (id !== undefined && extensions.length === 0) throw notFound(ctx, id);
	const ids = extensions.map((each) => each.id);

	const visits =
		server === undefined
			? await knownVisits(ctx, ids)
			: [{ server, places: ids.map((each) => ({ id: each, serverDir })), named: id !== undefined }];
	const seen = (await inParallel(visits, (visit) => pay(ctx, visit))).flat();
	return {
		format: 1,
		extensions: extensions.map((extension) => ({
			...extension,
			servers: seen.filter((each) => each.id === extension.id).map(({ status }) => status),
		})),
	};
}

async function extensionsInPlace(ctx: Context): Promise<Omit<ExtensionStatus, "servers">[]> {
	const folders = await readFolders(ctx);
	const rows = readManaged(ctx.paths.databaseUrl);
	const managed = rows.map(({ id, platform, archive, active }) => ({
		id,
		platform,
		version: archive.version,
		active,
	}));
	const byHand = folders.flatMap(({ folder, row, reading: { extension } }) => {
		if (row !== null || extension?.id !== folder) return [];
		const { id, platform, version } = extension;
		return [{ id, platform, version, active: false }];
	});
	return [...managed, ...byHand].sort((one, other) => (one.id < other.id ? -1 : 1));
}

async function knownVisits(ctx: Context, ids: readonly string[]): Promise<Visit[]> {
	const servers = await ctx.database.server.findMany({
		where: { receipts: { some: { extensionId: { in: [...ids] } } } },
		include: { receipts: { where: { extensionId: { in: [...ids] } } } },
		orderBy: { label: "asc" },
	});
	return servers.map(({ address, receipts }) => ({
		server: storedAddress.parse(address),
		places: receipts.map(({ extensionId: id, serverDir }) => ({
			id,
			serverDir: serverDir ?? undefined,
		})),
		named: true,
	}));
}

interface Seen {
	readonly id: string;
	readonly status: ServerStatus;
}

/** A server that cannot be looked at is an answer too, beside those of the others. */
async function pay(ctx: Context, visit: Visit): Promise<Seen[]> {
	try {
		return await withRetry(
			() => ctx.connect(visit.server),
			(connection: Connection) => lookAtServer(ctx, connection, visit),
		);
	} catch (error) {
		if (!(error instanceof GraftError) || error.kind === "usage") throw error;
		const reason = error.message;
		const server = labelOf(visit.server);
		const status = { server, state: "unreachable", version: null, files: [], reason } as const;
		return visit.places.map(({ id }) => ({ id, status }));
	}
}
