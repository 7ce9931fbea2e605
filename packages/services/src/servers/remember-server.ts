import { randomUUID } from "node:crypto";
import { formatAddress, parseAddress } from "@graft/core/connections/ssh/address";
import type { Plan, Receipt } from "@graft/core/domain/plan";
import { Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { type ServerAddress, storedAddress } from "./server-address.ts";
import type { ServerState } from "./server-state.ts";

/** The one name of a server, as connections have it. Throws GraftError "usage". */
export function labelOf({ address }: Pick<ServerAddress, "address">): string {
	return address === "local" ? address : formatAddress(parseAddress(address));
}

/** Stores how to reach a server, without any secret; gives its id. */
export async function rememberServer(
	{ database, clock }: Context,
	server: ServerAddress,
): Promise<string> {
	const label = labelOf(server);
	const address = storedAddress.parse(server);
	const { id } = await retryBusy(() =>
		database.server.upsert({
			where: { label },
			create: { id: randomUUID(), label, address, createdAt: clock() },
			update: { address },
		}),
	);
	return id;
}

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
	const reloads = rememberReload(ctx, applied, key);
	if (leavesNothing) return [seen, ...reloads, database.receipt.deleteMany({ where: key })];
	const now = {
		version,
		serverDir,
		receipt: receipt === null ? Prisma.DbNull : (receipt as unknown as Prisma.InputJsonValue),
		state: "in-sync" satisfies ServerState,
		seenAt: clock(),
		operationId,
	};
	return [
		seen,
		...reloads,
		database.receipt.upsert({
			where: { serverId_placeKey_extensionId: key },
			create: { ...key, platform: plan.platform, ...now },
			update: now,
		}),
	];
}

/** A reload is for all that stands at a place; one that was left out is owed until then. */
function rememberReload(
	{ database, clock }: Context,
	{ plan, serverDir }: Applied,
	key: { readonly serverId: string; readonly placeKey: string; readonly extensionId: string },
) {
	const { serverId, placeKey } = key;
	if (plan.steps.some(({ kind }) => kind === "reload"))
		return [database.pendingReload.deleteMany({ where: { serverId, placeKey } })];
	const isOwed = plan.steps.some(({ kind }) => kind === "remove-file");
	if (!isOwed) return [];
	const now = { serverDir: serverDir ?? null, since: clock() };
	const where = { serverId_placeKey_extensionId: key };
	return [database.pendingReload.upsert({ where, create: { ...key, ...now }, update: now })];
}
