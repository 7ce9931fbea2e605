import { withRetry } from "@graft/core/connections/with-retry";
import { recoverPlace } from "@graft/core/drivers/files/apply/recover-place";
import { placeOf } from "@graft/core/drivers/files/plan/place";
import type { Context } from "../context/context.ts";
import { inKnownFolder } from "./in-known-folder.ts";
import { type ServerChange, serviceThere, sourceOfChange } from "./prepare-plan.ts";

/** Puts in order what an operation that was cut off left at the place of this change: back, or to its end. */
export function recoverServer(
	ctx: Context,
	asked: Pick<ServerChange, "id" | "server" | "goal" | "serverDir" | "accept">,
): Promise<boolean> {
	const change = inKnownFolder(ctx, asked.id, asked);
	const { clock, report, actor } = ctx;
	return withRetry(
		() => ctx.connect(change.server),
		async (connection) => {
			const { platform, place: adapter } = await sourceOfChange(ctx, connection, change);
			const { serverDir } = change;
			const given = serverDir === undefined ? {} : { serverDir };
			const place = placeOf(connection, platform.id, await adapter.discover(connection, given));
			const service = () => serviceThere(connection, adapter, change);
			return recoverPlace({ connection, place, report, service, clock, actor: actor.name });
		},
	);
}
