import type { Context } from "@graft/services/context/context";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { type Role, role } from "../components/account.ts";
import { sharedAuth } from "./auth.ts";

/** Who sent the request. */
export interface Caller {
	readonly id: string;
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly sessionId: string;
}

/** Who asks for what they start; a runner looks again by their account before it begins. */
export function actorOf({ id, email, role }: Caller): Context["actor"] {
	return { name: email, role, personId: id };
}

/** null where nobody is signed in, with an account that is disabled, or with a role that we do not know. */
export const findCaller = cache(async (): Promise<Caller | null> => {
	const auth = await sharedAuth();
	const found = await auth.api.getSession({ headers: await headers() });
	if (found === null) return null;
	const { user, session } = found;
	const known = role.safeParse(user.role);
	if (!known.success || user.banned) return null;
	const { id, name, email } = user;
	return { id, name, email, role: known.data, sessionId: session.id };
});

/** For pages: whoever is not signed in is asked to. */
export async function requireCaller(): Promise<Caller> {
	return (await findCaller()) ?? redirect("/sign-in");
}
