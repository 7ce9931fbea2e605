import { setTimeout as pause } from "node:timers/promises";
import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { remember } from "@graft/services/people/remember";
import { endSessions } from "@graft/services/people/sessions";
import { sharedAuth } from "./auth.ts";
import type { Caller } from "./caller.ts";
import { signInLimit } from "./sign-in-limit.ts";

/** Ends all other sessions: whoever had the old password may be in one of them. Guesses count as those at sign-in. */
export async function changeOwnPassword(
	ctx: Context,
	caller: Caller,
	address: string,
	{ current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
	const auth = await (await sharedAuth()).$context;
	const limit = signInLimit();
	const wait = limit.begin(caller.email, address);
	if (wait === null) {
		throw new GraftError("refused", "There were too many wrong passwords from here.", {
			hint: "Wait a quarter of an hour, then try again.",
		});
	}
	await pause(wait);
	const credentials = await auth.internalAdapter.findCredentialAccount(caller.id);
	const hash = credentials?.password;
	if (!hash || !(await auth.password.verify({ hash, password: current }))) {
		throw new GraftError("refused", "The current password is wrong.", {
			hint: "Enter it again. An administrator can make a link for a new one.",
		});
	}
	limit.succeed(caller.email, address);
	await auth.internalAdapter.updatePassword(caller.id, await auth.password.hash(password));
	await endSessions(ctx, caller, null);
	await remember(ctx, "change one's own password", caller.email, "");
}
