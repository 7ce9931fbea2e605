import type { Connection } from "@graft/core/connections/connection";
import { GraftError } from "@graft/core/domain/errors";
import type { Place } from "@graft/core/domain/plan";
import { readStatus } from "@graft/core/drivers/files/plan/look";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import type { Facts } from "@graft/core/drivers/files/wanted";
import type { Failures } from "@graft/core/platforms/place";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { readServerErrors } from "../proof/server-errors.ts";
import { discoverOrNothing, loadSource, type ServerSource } from "./server-work.ts";
import { type ServerStatus, unseen, type Visit } from "./visit.ts";

/** What stands on this server of each extension that is asked for, by content. */
export async function lookAtServer(
	ctx: Context,
	connection: Connection,
	{ places, named }: Visit,
): Promise<{ id: string; status: ServerStatus }[]> {
	const found: { id: string; status: ServerStatus }[] = [];
	// Extensions of one place share its logs.
	const read = new Map<string, Promise<Failures | null>>();
	const lookAt = async ({ id, serverDir }: Visit["places"][number]) => {
		const source = await loadSource(ctx, id);
		const given = serverDir === undefined ? {} : { serverDir };
		const facts = named
			? await source.place.discover(connection, given)
			: await discoverOrNothing(source.place, connection, given);
		if (facts === undefined) return undefined;
		const place = placeOf(connection, source.platform.id, facts);
		const failures = () => {
			const reading = read.get(place.key) ?? source.place.failures?.(connection, facts);
			if (reading !== undefined) read.set(place.key, reading);
			return reading ?? Promise.resolve(null);
		};
		const status = await look(ctx, { connection, source, facts, place, failures });
		return named || status.files.length > 0 ? status : undefined;
	};
	for (const place of places) {
		const status = await lookAt(place).catch((error: unknown) => {
			// What one keeps from being seen, it may not keep of the next; a server that is lost is lost for all.
			if (!(error instanceof GraftError) || ["unreachable", "usage"].includes(error.kind))
				throw error;
			return unseen(connection.label, error);
		});
		if (status !== undefined) found.push({ id: place.id, status });
	}
	return found;
}

interface Look {
	readonly connection: Connection;
	readonly source: ServerSource;
	readonly facts: Facts;
	readonly place: Place;
	readonly failures: () => Promise<Failures | null>;
}

async function look(
	ctx: Context,
	{ connection, source, facts, place, failures }: Look,
): Promise<ServerStatus> {
	const began = ctx.clock();
	const { extension, tree } = source;
	const serverPart = source.place.wanted(extension, tree, facts);
	const [{ state, version, files }, errors] = await Promise.all([
		readStatus({ connection, extension, serverPart, facts }),
		readServerErrors(connection, place, extension.id, failures),
	]);
	// Only a server that we know already: merely looking makes none.
	const where = {
		placeKey: place.key,
		extensionId: extension.id,
		server: { label: connection.label },
		// What an operation has put there meanwhile, it knows better.
		seenAt: { lte: began },
	};
	const data = { state, seenAt: ctx.clock(), ...(version === null ? {} : { version }) };
	await retryBusy(() => ctx.database.receipt.updateMany({ where, data }));
	return { server: connection.label, state, version, files, errors };
}
