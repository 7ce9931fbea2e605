import { randomUUID } from "node:crypto";
import { formatAddress, parseAddress } from "@graft/core/connections/ssh/address";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import { type ServerAddress, storedAddress } from "../context/server-address.ts";

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
