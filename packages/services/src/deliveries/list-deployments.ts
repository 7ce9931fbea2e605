import type { DeliveryState } from "@graft/core/platforms/delivery";
import * as z from "zod";
import { type Call, parseInput } from "../context/context.ts";
import { extensionId } from "../context/input-parts.ts";
import { hasLinkedTables } from "../links/linked-tables.ts";
import {
	delivering,
	deliveringPlatform,
	lookByDelivery,
	requireDelivered,
} from "./with-delivery.ts";

export const listDeploymentsInput = z.strictObject({
	/** Left out: of all extensions. */
	id: extensionId.optional(),
	/** How many machines of each package are named. */
	limit: z.int().min(0).max(100_000).default(1_000),
});

/** Every package that Graft has handed over, and how far its machines are. */
export async function listDeployments({
	ctx,
	input,
}: Call<typeof listDeploymentsInput>): Promise<readonly DeliveryState[]> {
	const { id, limit } = parseInput(listDeploymentsInput, input);
	if (id !== undefined) {
		const platform = await deliveringPlatform(ctx, id);
		return lookByDelivery(ctx, { platform }, async (lent) => {
			await requireDelivered(ctx, lent, id);
			return lent.delivery.list(lent.tools.database, { extensionId: id, limit });
		});
	}
	const linked: string[] = [];
	for (const platform of delivering)
		if (await hasLinkedTables(ctx, platform)) linked.push(platform);
	// Where nothing is linked, the first one says so.
	const asked = linked.length === 0 ? delivering.slice(0, 1) : linked;
	const found: DeliveryState[] = [];
	for (const platform of asked)
		found.push(
			...(await lookByDelivery(ctx, { platform }, ({ delivery, tools }) =>
				delivery.list(tools.database, { limit }),
			)),
		);
	return found;
}
