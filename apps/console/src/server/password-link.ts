import { createHash, randomBytes } from "node:crypto";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { consoleUrl } from "./address.ts";
import { sharedAuth } from "./auth.ts";
import { remember } from "./remember.ts";

const lifetimeMs = 24 * 60 * 60 * 1000;
const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** For somebody who lost their password; an earlier link of theirs is no longer good for anything. */
export async function makePasswordLink(ctx: Context, userId: string): Promise<{ url: string }> {
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
	return { url: `${consoleUrl()}/password?token=${token}` };
}

/** Once for each link, even for two requests at the same time. Ends every session of that person. */
export async function spendPasswordLink(
	{ database, clock }: Pick<Context, "database" | "clock">,
	token: string,
	password: string,
): Promise<{ email: string }> {
	const auth = await (await sharedAuth()).$context;
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
	const { id, email } = link.user;
	await auth.internalAdapter.updatePassword(id, await auth.password.hash(password));
	await database.session.deleteMany({ where: { userId: id } });
	await remember(
		{ database, clock, actor: { name: email, role: "viewer" } },
		"set a new password by a link",
		email,
		"",
	);
	return { email };
}
