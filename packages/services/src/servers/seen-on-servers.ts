import type { Context } from "../context.ts";
import type { ServerSeen } from "../extensions/extension-summary.ts";
import type { ServerState } from "./server-state.ts";

/** Where each extension was last seen, by its id. */
export async function seenOnServers({
	database,
}: Pick<Context, "database">): Promise<ReadonlyMap<string, readonly ServerSeen[]>> {
	const receipts = await database.receipt.findMany({
		include: { server: true },
		orderBy: { server: { label: "asc" } },
	});
	const seen = new Map<string, ServerSeen[]>();
	for (const { extensionId, server, state, version, seenAt } of receipts) {
		const where = { server: server.label, state: state as ServerState, version, seenAt };
		seen.set(extensionId, [...(seen.get(extensionId) ?? []), where]);
	}
	return seen;
}
