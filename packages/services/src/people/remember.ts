import { randomUUID } from "node:crypto";
import type { Context } from "../context/context.ts";

/** Who did what to whose account. */
export async function remember(
	{ actor, clock, database }: Pick<Context, "actor" | "clock" | "database">,
	action: string,
	target: string,
	detail: string,
): Promise<void> {
	const data = { id: randomUUID(), at: clock(), actor: actor.name, action, target, detail };
	await database.auditEvent.create({ data });
}
