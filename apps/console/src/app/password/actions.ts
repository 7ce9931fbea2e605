"use server";

import * as z from "zod";
import { newPassword } from "../../components/account.ts";
import { sharedContext } from "../../server/context.ts";
import { failureOf } from "../../server/failure.ts";
import { type Result, requireOwnOrigin } from "../../server/guard.ts";
import { spendPasswordLink } from "../../server/password-link.ts";

const input = z.strictObject({ token: z.string().min(1).max(200), password: newPassword });

/** Needs no session: the link stands in for it, once. */
export async function setPassword(raw: unknown): Promise<Result<{ email: string }>> {
	try {
		await requireOwnOrigin();
		const { token, password } = input.parse(raw);
		return { ok: true, value: await spendPasswordLink(await sharedContext(), token, password) };
	} catch (error) {
		return { ok: false, failure: failureOf(error) };
	}
}
