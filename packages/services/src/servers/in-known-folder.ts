import { labelOf } from "@graft/core/connections/find-transport";
import { GraftError } from "@graft/core/domain/errors";
import { readServerDirs } from "@graft/database/quick-look";
import type { Context } from "../context/context.ts";
import type { ServerChange } from "./prepare-plan.ts";

/**
 * The change where the extension stands already, if no folder is named: what a person said once need not be said
 * again. Throws GraftError "usage" where it stands in several places of that server.
 */
export function inKnownFolder<Change extends Pick<ServerChange, "server" | "serverDir">>(
	{ paths }: Context,
	id: string,
	change: Change,
): Change {
	if (change.serverDir !== undefined) return change;
	const label = labelOf(change.server);
	const [only = null, ...others] = readServerDirs(paths.databaseUrl, id, label);
	if (others.length > 0) {
		const named = [only, ...others].map((folder) => folder ?? "the one that is found out");
		throw new GraftError("usage", `${id} is in several places on ${label}.`, {
			hint: `Name one of them with --server-dir: ${named.join(", ")}.`,
		});
	}
	return only === null ? change : { ...change, serverDir: only };
}
