import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { sharedAuth } from "./auth.ts";

export type Role = "administrator" | "viewer";

/** Who sent the request. */
export interface Caller {
	readonly name: string;
	readonly email: string;
	readonly role: Role;
	readonly sessionId: string;
}

/** null where nobody is signed in, or with a role that we do not know. */
export const findCaller = cache(async (): Promise<Caller | null> => {
	const auth = await sharedAuth();
	const found = await auth.api.getSession({ headers: await headers() });
	if (found === null) return null;
	const { user, session } = found;
	if (user.role !== "administrator" && user.role !== "viewer") return null;
	return { name: user.name, email: user.email, role: user.role, sessionId: session.id };
});

/** For pages: whoever is not signed in is asked to. */
export async function requireCaller(): Promise<Caller> {
	return (await findCaller()) ?? redirect("/sign-in");
}
