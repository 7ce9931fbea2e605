import type { Connection } from "@graft/core/connections/connection";
import { readStatus } from "@graft/core/planning/look";
import { placeOf } from "@graft/core/planning/place";
import type { Facts } from "@graft/core/platforms/platform";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { discoverOrNothing, loadSource, type ServerSource } from "./server-work.ts";
import type { ServerStatus, Visit } from "./visit.ts";

/** What stands on this server of each extension that is asked for, by content. */
export async function lookAtServer(
	ctx: Context,
	connection: Connection,
	{ places, named }: Visit,
): Promise<{ id: string; status: ServerStatus }[]> {
	const found: { id: string; status: ServerStatus }[] = [];
	for (const { id, serverDir } of places) {
		const source = await loadSource(ctx, id);
		const given = serverDir === undefined ? {} : { serverDir };
		const facts = named
			? await source.platform.discover(connection, given)
			: await discoverOrNothing(source.platform, connection, given);
		if (facts === undefined) continue;
		const status = await look(ctx, connection, source, facts);
		if (named || status.files.length > 0) found.push({ id, status });
	}
	return found;
}

async function look(
	ctx: Context,
	connection: Connection,
	{ platform, extension, tree }: ServerSource,
	facts: Facts,
): Promise<ServerStatus> {
	const serverPart = platform.serverPart(extension, tree, facts);
	const { state, version, files } = await readStatus({ connection, extension, serverPart, facts });
	const placeKey = placeOf(connection, platform.id, facts).key;
	// Only a server that we know already: merely looking makes none.
	const where = { placeKey, extensionId: extension.id, server: { label: connection.label } };
	const data = { state, seenAt: ctx.clock(), ...(version === null ? {} : { version }) };
	await retryBusy(() => ctx.database.receipt.updateMany({ where, data }));
	return { server: connection.label, state, version, files };
}
