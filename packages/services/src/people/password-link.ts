import { createHash, randomBytes } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { remember } from "./remember.ts";

const lifetimeMs = 24 * 60 * 60 * 1000;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** For somebody who lost their password; an earlier link of theirs is no longer good for anything. */
export async function makePasswordToken(ctx: Context, userId: string): Promise<string> {
	await requireAdministrator(ctx, "make a password link");
	const { database, clock } = ctx;
	const person = await database.user.findUnique({ where: { id: userId } });
	if (person === null) throw new GraftError("not-found", "There is no such person.");
	if (person.banned) {
		throw new GraftError("refused", `${person.name} is disabled.`, { hint: "Enable them first." });
	}
	const token = randomBytes(24).toString("base64url");
	const createdAt = clock();
	const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
	await database.$transaction([
		database.passwordLink.deleteMany({ where: { userId } }),
		database.passwordLink.create({ data: { hash: hashOf(token), userId, createdAt, expiresAt } }),
	]);
	await remember(ctx, "make a password link", person.email, "");
	return token;
}

type Store = Pick<Context, "database" | "clock">;

/** Once for each token, even for two requests at the same time. Gives whose password may be set. */
export async function spendPasswordToken(
	{ database, clock }: Store,
	token: string,
): Promise<{ readonly id: string; readonly email: string }> {
	const hash = hashOf(token);
	const link = await database.passwordLink.findUnique({ where: { hash }, include: { user: true } });
	const { count } = await database.passwordLink.deleteMany({
		where: { hash, expiresAt: { gt: clock() } },
	});
	if (link === null || count === 0 || link.user.banned) {
		throw new GraftError("refused", "This link has expired, or was already used.", {
			hint: "Ask an administrator for a new one. Each link works once, for one day.",
		});
	}
	return { id: link.user.id, email: link.user.email };
}

/** Ends every session of whoever has set a new password by a link. */
export async function passwordWasSet(
	{ database, clock }: Store,
	{ id, email }: { readonly id: string; readonly email: string },
): Promise<void> {
	await database.session.deleteMany({ where: { userId: id } });
	const actor = { name: email, role: "viewer" } as const;
	await remember({ database, clock, actor }, "set a new password by a link", email, "");
}
