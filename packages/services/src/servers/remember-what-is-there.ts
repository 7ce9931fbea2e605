import { isServiceStep, type Plan, type Receipt } from "@graft/core/domain/plan";
import type { Prisma } from "@graft/database/generated/client";
import type { ServerState } from "../catalogue/server-state.ts";
import type { Context } from "../context/context.ts";

interface Applied {
	readonly plan: Plan;
	readonly serverId: string;
	readonly operationId: string;
	readonly receipt: Receipt | null;
	readonly serverDir: string | undefined;
}

/** The rows that say what stands on a server now that the plan was applied. */
export function rememberWhatIsThere(ctx: Context, applied: Applied) {
	const { plan, serverId, operationId, receipt, serverDir = null } = applied;
	const { database, clock } = ctx;
	const { id: extensionId, version } = plan.extension;
	const key = { serverId, placeKey: plan.place.key, extensionId };
	const seen = database.server.update({ where: { id: serverId }, data: { seenAt: clock() } });
	const leavesNothing = plan.leaves === null || plan.leaves.files.length === 0;
	const before = [
		seen,
		...rememberReload(ctx, applied, key),
		database.receipt.deleteMany({ where: key }),
	];
	if (leavesNothing) return before;
	const data = {
		...key,
		platform: plan.platform,
		version,
		serverDir,
		...(receipt === null ? {} : { receipt: receipt as unknown as Prisma.InputJsonValue }),
		state: "in-sync" satisfies ServerState,
		seenAt: clock(),
		operationId,
	};
	return [...before, database.receipt.create({ data })];
}

/** A reload is for all that stands at a place; one that was left out is owed until then. */
function rememberReload(
	{ database, clock }: Context,
	{ plan, serverDir }: Applied,
	key: { readonly serverId: string; readonly placeKey: string; readonly extensionId: string },
) {
	const { serverId, placeKey } = key;
	if (plan.steps.some(isServiceStep))
		return [database.pendingReload.deleteMany({ where: { serverId, placeKey } })];
	const isOwed = plan.steps.some(({ kind }) => kind === "remove-file");
	if (!isOwed) return [];
	const now = { serverDir: serverDir ?? null, since: clock() };
	const where = { serverId_placeKey_extensionId: key };
	return [database.pendingReload.upsert({ where, create: { ...key, ...now }, update: now })];
}
