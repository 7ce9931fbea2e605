import { GraftError } from "@graft/core/domain/errors";
import type { Context } from "@graft/services/context/context";
import { remember } from "@graft/services/people/remember";
import type { z } from "zod";
import type { account, Role } from "../components/account.ts";
import { sharedAuth } from "./auth.ts";

type NewPerson = z.output<typeof account> & { readonly role: Role };

export async function addPerson(ctx: Context, person: NewPerson): Promise<void> {
	const email = person.email.toLowerCase();
	if ((await ctx.database.user.count({ where: { email } })) > 0) {
		throw new GraftError("refused", `There is somebody with the address ${email} already.`, {
			hint: "Change their role, or enable them, in the list.",
		});
	}
	const auth = await sharedAuth();
	await auth.api.createUser({ body: { ...person, email } });
	await remember(ctx, "add a person", email, person.role);
}
