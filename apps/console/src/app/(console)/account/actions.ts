"use server";

import { endSessions } from "@graft/services/people/sessions";
import { headers } from "next/headers";
import * as z from "zod";
import { newPassword } from "../../../components/account.ts";
import { addressHeader } from "../../../server/caller-address.ts";
import { answer, type Result } from "../../../server/guard.ts";
import { changeOwnPassword } from "../../../server/own-account.ts";

const change = z.strictObject({
	current: z.string().min(1, "Enter your current password.").max(128),
	password: newPassword,
});

export async function changePassword(raw: unknown): Promise<Result<null>> {
	return answer("viewer", change, raw, async ({ ctx, caller, input }) => {
		const address = (await headers()).get(addressHeader) ?? "";
		await changeOwnPassword(ctx, caller, address, input);
		return null;
	});
}

/** null: all but the one that asks. */
const which = z.strictObject({ id: z.string().nullable() });

export async function endOwnSessions(raw: unknown): Promise<Result<{ ended: number }>> {
	return answer("viewer", which, raw, async ({ ctx, caller, input }) => ({
		ended: await endSessions(ctx, caller, input.id),
	}));
}
