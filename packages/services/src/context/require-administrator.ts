import { randomUUID } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "./context.ts";

/** First thing in every verb that changes something. A refused attempt is remembered. */
export async function requireAdministrator(ctx: Context, action: string): Promise<void> {
	if (ctx.actor.role === "administrator") return;
	const event = {
		id: randomUUID(),
		at: ctx.clock(),
		actor: ctx.actor.name,
		action,
		target: "",
		detail: `refused: the role is ${ctx.actor.role}`,
	};
	await retryBusy(() => ctx.database.auditEvent.create({ data: event }));
	throw new GraftError("refused", `${ctx.actor.name} may look, but not change anything.`, {
		hint: "Ask an administrator to do it, or to change your role.",
	});
}
