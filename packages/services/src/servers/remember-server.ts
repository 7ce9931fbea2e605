import { randomUUID } from "node:crypto";
import { labelOf } from "@graft/core/connections/find-transport";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { type ServerAddress, storedAddress } from "../context/server-address.ts";

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
