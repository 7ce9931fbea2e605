import type { Context } from "@graft/services/context/context";
import {
	makePasswordToken,
	passwordWasSet,
	spendPasswordToken,
} from "@graft/services/people/password-link";
import { consoleUrl } from "./address.ts";
import { sharedAuth } from "./auth.ts";

export async function makePasswordLink(ctx: Context, userId: string): Promise<{ url: string }> {
	return { url: `${consoleUrl()}/password?token=${await makePasswordToken(ctx, userId)}` };
}

/** Once for each link. Ends every session of that person. */
export async function spendPasswordLink(
	store: Pick<Context, "database" | "clock">,
	token: string,
	password: string,
): Promise<{ email: string }> {
	const auth = await (await sharedAuth()).$context;
	const person = await spendPasswordToken(store, token);
	await auth.internalAdapter.updatePassword(person.id, await auth.password.hash(password));
	await passwordWasSet(store, person);
	return { email: person.email };
}
