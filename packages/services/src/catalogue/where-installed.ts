import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";

/** Labels of the servers that an extension is, as far as is known, on. */
export async function serversWith({ database }: Context, id: string): Promise<string[]> {
	const receipts = await database.receipt.findMany({
		where: { extensionId: id, NOT: { state: "missing" } },
		include: { server: true },
		orderBy: { server: { label: "asc" } },
	});
	return receipts.map(({ server }) => server.label);
}

export function installedOn(id: string, servers: readonly string[]): GraftError {
	return new GraftError("refused", `${id} is installed on ${servers.join(", ")}.`, {
		hint: "Uninstall it there first: a server part without its extension cannot be looked after.",
	});
}

/** Throws GraftError "refused" also while it is being worked on there. */
export async function requireOnNoServer(ctx: Context, id: string): Promise<void> {
	const running = await ctx.database.operation.findFirst({
		where: { extensionId: id, state: "running", serverId: { not: null } },
		include: { server: true },
	});
	if (running !== null) {
		const where = running.server?.label ?? "a server";
		throw new GraftError("refused", `${id} is being worked on at ${where} by ${running.actor}.`, {
			hint: "Wait until that is over, and try again.",
		});
	}
	const servers = await serversWith(ctx, id);
	if (servers.length > 0) throw installedOn(id, servers);
}
