"use server";

import { GraftError } from "@graft/core/domain/errors";
import { isSetupOpen, spendSetupToken } from "@graft/services/people/setup-token";
import { sharedAuth } from "../../server/auth.ts";
import { sharedContext } from "../../server/context.ts";
import { failureOf } from "../../server/failure.ts";
import { type Result, requireOwnOrigin } from "../../server/guard.ts";
import { firstAdministrator } from "./administrator.ts";

/** The only change that needs no session: the token stands in for it, and only while nobody could sign in. */
export async function createFirstAdministrator(raw: unknown): Promise<Result<{ email: string }>> {
	try {
		await requireOwnOrigin();
		const ctx = await sharedContext();
		if (!(await isSetupOpen(ctx))) {
			throw new GraftError("refused", "Graft is set up already.", { hint: "Sign in." });
		}
		const { token, name, email, password } = firstAdministrator.parse(raw);
		if (!(await spendSetupToken(ctx, token))) {
			throw new GraftError("refused", "This token is not valid, or was used.", {
				hint: "Start Graft again: it prints a new address in its terminal.",
			});
		}
		const auth = await sharedAuth();
		await auth.api.createUser({ body: { name, email, password, role: "administrator" } });
		return { ok: true, value: { email } };
	} catch (error) {
		return { ok: false, failure: failureOf(error) };
	}
}
