import type { Context } from "../context/context.ts";
import type { ServerSeen } from "./extension-summary.ts";
import { type ServerState, stateNow } from "./server-state.ts";

/** Where an extension of that version was last seen, and how it stands there now that this one is here. */
export function serversOf(
	seen: ReadonlyMap<string, readonly ServerSeen[]>,
	{ id, version }: { readonly id: string; readonly version: string },
): readonly ServerSeen[] {
	return (seen.get(id) ?? []).map((each) => ({
		...each,
		state: stateNow(each.state, each.version, version),
	}));
}

/** Where each of these extensions was last seen, by its id; left out, all of them. */
export async function seenOnServers(
	{ database }: Pick<Context, "database">,
	ids?: readonly string[],
): Promise<ReadonlyMap<string, readonly ServerSeen[]>> {
	const receipts = await database.receipt.findMany({
		...(ids === undefined ? {} : { where: { extensionId: { in: [...ids] } } }),
		omit: { receipt: true },
		include: { server: { select: { label: true } } },
		orderBy: { server: { label: "asc" } },
	});
	const seen = new Map<string, ServerSeen[]>();
	for (const { extensionId, server, state, version, seenAt } of receipts) {
		const where = { server: server.label, state: state as ServerState, version, seenAt };
		seen.set(extensionId, [...(seen.get(extensionId) ?? []), where]);
	}
	return seen;
}
