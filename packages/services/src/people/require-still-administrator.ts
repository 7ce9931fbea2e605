import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";
import type { Taken } from "../context/operation-queue.ts";
import { remember } from "./remember.ts";

/**
 * Whoever asked for what has waited may have lost the right to it meanwhile. Throws GraftError "refused" then, and remembers
 * it. `personId` null: the command line, which whoever may use the machine may use.
 */
export async function requireStillAdministrator(
	ctx: Context,
	{ kind, actor, personId, extensionId }: Taken,
): Promise<void> {
	if (personId === null) return;
	const why = await whyNot(ctx, personId);
	if (why === null) return;
	await remember(ctx, `begin an operation: ${kind}`, extensionId, `refused: ${why}`);
	throw new GraftError(
		"refused",
		`${actor} asked for this, and may not change anything any more: ${why}. Nothing was changed.`,
		{ hint: "Ask an administrator to start it again." },
	);
}

async function whyNot({ database }: Context, id: string): Promise<string | null> {
	const person = await database.user.findUnique({ where: { id } });
	if (person === null) return "the account was removed";
	if (person.banned) return "the account is disabled";
	return person.role === "administrator" ? null : `the role is ${person.role ?? "none"} now`;
}
