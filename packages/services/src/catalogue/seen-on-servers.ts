import { readSeenOnServers } from "@graft/database/quick-look";
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

/** Where each of these extensions was last seen, by its id. */
export function seenOnServers(
	{ paths }: Pick<Context, "paths">,
	ids: readonly string[],
): ReadonlyMap<string, readonly ServerSeen[]> {
	const seen = new Map<string, ServerSeen[]>();
	for (const { extensionId, state, ...row } of readSeenOnServers(paths.databaseUrl, ids)) {
		const where = { ...row, state: state as ServerState };
		seen.set(extensionId, [...(seen.get(extensionId) ?? []), where]);
	}
	return seen;
}
