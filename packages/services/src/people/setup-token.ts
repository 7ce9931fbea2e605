import { createHash, randomBytes } from "node:crypto";
import type { Context } from "../context/context.ts";

const lifetimeMs = 24 * 60 * 60 * 1000;

const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** False for good once there is an administrator. */
export async function isSetupOpen({ database }: Pick<Context, "database">): Promise<boolean> {
	return (await database.user.count({ where: { role: "administrator" } })) === 0;
}

/** Replaces earlier ones: only the line that the terminal showed last works. */
export async function makeSetupToken({
	database,
	clock,
}: Pick<Context, "database" | "clock">): Promise<string> {
	const token = randomBytes(24).toString("base64url");
	const createdAt = clock();
	const expiresAt = new Date(createdAt.getTime() + lifetimeMs);
	await database.$transaction([
		database.setupToken.deleteMany(),
		database.setupToken.create({ data: { hash: hashOf(token), createdAt, expiresAt } }),
	]);
	return token;
}

/** True once for each token, even for two requests at the same time. */
export async function spendSetupToken(
	{ database, clock }: Pick<Context, "database" | "clock">,
	token: string,
): Promise<boolean> {
	const usedAt = clock();
	const { count } = await database.setupToken.updateMany({
		where: { hash: hashOf(token), usedAt: null, expiresAt: { gt: usedAt } },
		data: { usedAt },
	});
	return count === 1;
}
