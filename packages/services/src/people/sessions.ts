import type { Context } from "../context/context.ts";
import { remember } from "./remember.ts";

/** Whoever asks, as they are signed in. */
export interface SignedIn {
	readonly id: string;
	readonly sessionId: string;
	readonly email: string;
}

/** A place where somebody is signed in. */
export interface OpenSession {
	readonly id: string;
	/** The one that asks. */
	readonly current: boolean;
	readonly since: Date;
	readonly until: Date;
	readonly address: string;
	/** What the browser calls itself. */
	readonly browser: string;
}

/** Newest first. */
export async function listSessions(
	{ database, clock }: Context,
	caller: SignedIn,
): Promise<readonly OpenSession[]> {
	const sessions = await database.session.findMany({
		where: { userId: caller.id, expiresAt: { gt: clock() } },
		orderBy: { createdAt: "desc" },
	});
	return sessions.map(({ id, createdAt, expiresAt, ipAddress, userAgent }) => ({
		id,
		current: id === caller.sessionId,
		since: createdAt,
		until: expiresAt,
		address: ipAddress ?? "",
		browser: userAgent ?? "",
	}));
}

/** One of the caller's own; `id` null: all but the one that asks. Gives how many ended. */
export async function endSessions(
	ctx: Context,
	caller: SignedIn,
	id: string | null,
): Promise<number> {
	const { count } = await ctx.database.session.deleteMany({
		where: { userId: caller.id, id: id ?? { not: caller.sessionId } },
	});
	if (count > 0) await remember(ctx, "end sessions", caller.email, String(count));
	return count;
}
