import { randomUUID } from "node:crypto";
import { labelOf } from "@graft/core/connections/find-transport";
import { GraftError } from "@graft/core/domain/errors";
import { retryBusy } from "@graft/database/retry-busy";
import * as z from "zod";
import { type Call, type Context, parseInput } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { settleDeadOperations } from "../running/settle-dead-operations.ts";
import { type KnownServer, knownServers } from "./list-servers.ts";

/** `address`: as a transport of core reads it. */
export const forgetServerInput = z.strictObject({ address: z.string().min(1).max(4096) });

/** What would be forgotten, which is what stays on that server. Throws GraftError "not-found" naming those that are known. */
export async function previewForget({
	ctx,
	input,
}: Call<typeof forgetServerInput>): Promise<KnownServer> {
	const { address } = parseInput(forgetServerInput, input);
	const label = labelOf({ address });
	const all = await knownServers(ctx);
	const found = all.find(({ server }) => server === label);
	if (found !== undefined) return found;
	const names = all.map(({ server }) => server).join(", ") || "none";
	throw new GraftError("not-found", `No server ${label} is known here.`, {
		hint: `Known are: ${names}.`,
	});
}

/**
 * For a server that is gone for good: it is not asked, and what is on it stays there. Then nothing waits for it any more,
 * and what was on it can be removed. Throws GraftError "refused" while an operation works on it.
 */
export async function forgetServer({
	ctx,
	input,
}: Call<typeof forgetServerInput>): Promise<KnownServer> {
	await requireAdministrator(ctx, "forget a server");
	const { address } = parseInput(forgetServerInput, input);
	const known = await previewForget({ ctx, input: { address } });
	await settleDeadOperations(ctx);
	await forget(ctx, known);
	return known;
}

async function forget(ctx: Context, { server, extensions }: KnownServer): Promise<void> {
	const { database, clock, actor } = ctx;
	const detail = extensions.map(({ id, version }) => `${id} ${version}`).join(", ");
	const event = {
		...{ id: randomUUID(), at: clock(), actor: actor.name },
		...{ action: "forget a server", target: server, detail },
	};
	const [gone] = await retryBusy(() =>
		database.$transaction([
			database.$executeRaw`
				DELETE FROM Server WHERE label = ${server} AND NOT EXISTS
					(SELECT 1 FROM Operation o WHERE o.serverId = Server.id AND o.state = 'running')`,
			database.auditEvent.create({ data: event }),
		]),
	);
	if (gone > 0) return;
	await database.auditEvent.delete({ where: { id: event.id } });
	const where = { state: "running", server: { label: server } };
	const running = await database.operation.findFirst({ where });
	if (running === null) return;
	throw new GraftError(
		"refused",
		`${server} is being worked on: ${running.kind} of ${running.extensionId} by ${running.actor} since ${running.startedAt.toISOString()}.`,
		{ hint: "Wait until that is over, and try again." },
	);
}
