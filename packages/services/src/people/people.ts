import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "../context/context.ts";
import { requireAdministrator } from "../context/require-administrator.ts";
import { remember } from "./remember.ts";

type Role = Context["actor"]["role"];

/** Somebody who may sign in, or could before they were disabled. */
export interface Person {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: string;
	readonly disabled: boolean;
	readonly createdAt: Date;
}

export async function listPeople({ database }: Context): Promise<readonly Person[]> {
	const users = await database.user.findMany({ orderBy: [{ name: "asc" }, { email: "asc" }] });
	return users.map(({ id, name, email, role, banned, createdAt }) => ({
		id,
		name,
		email,
		role: role ?? "",
		disabled: banned ?? false,
		createdAt,
	}));
}

/** Holds from the next request of that person on. */
export async function changeRole(ctx: Context, id: string, role: Role): Promise<void> {
	await requireAdministrator(ctx, "change a role");
	const changed = await ctx.database.$executeRaw`
		UPDATE "user" SET "role" = ${role} WHERE "id" = ${id} AND (${role} = 'administrator' OR EXISTS (
			SELECT 1 FROM "user" WHERE "id" <> ${id} AND "role" = 'administrator' AND NOT COALESCE("banned", 0)))`;
	const { email } = await changedPerson(ctx, id, changed);
	await remember(ctx, "change a role", email, role);
}

/** Ends the sessions of whoever is disabled, and lets nobody in by that account until it is enabled. */
export async function setDisabled(ctx: Context, id: string, disabled: boolean): Promise<void> {
	await requireAdministrator(ctx, "disable or enable a person");
	const banned = disabled ? 1 : 0;
	const changed = await ctx.database.$executeRaw`
		UPDATE "user" SET "banned" = ${banned} WHERE "id" = ${id} AND (${banned} = 0 OR EXISTS (
			SELECT 1 FROM "user" WHERE "id" <> ${id} AND "role" = 'administrator' AND NOT COALESCE("banned", 0)))`;
	const { email } = await changedPerson(ctx, id, changed);
	if (disabled) await ctx.database.session.deleteMany({ where: { userId: id } });
	await remember(ctx, disabled ? "disable a person" : "enable a person", email, "");
}

/** The condition stands in the change itself, so that two administrators at once cannot unmake each other. */
async function changedPerson({ database }: Context, id: string, changed: number) {
	const person = await database.user.findUnique({ where: { id } });
	if (person === null) throw new GraftError("not-found", "There is no such person.");
	if (changed === 0) {
		throw new GraftError("refused", `${person.name} is the last administrator.`, {
			hint: "Make somebody else an administrator first.",
		});
	}
	return person;
}
