"use server";

import { GraftError } from "@graft/core/domain/errors";
import { changeRole, setDisabled } from "@graft/services/people/people";
import * as z from "zod";
import { account, role } from "../../../components/account.ts";
import { addPerson } from "../../../server/add-person.ts";
import { answer, type Result } from "../../../server/guard.ts";
import { makePasswordLink } from "../../../server/password-link.ts";

const newPerson = account.extend({ role });

export async function add(raw: unknown): Promise<Result<null>> {
	return answer("administrator", newPerson, raw, async ({ ctx, input }) => {
		await addPerson(ctx, input);
		return null;
	});
}

const roleOfPerson = z.strictObject({ id: z.string(), role });

export async function giveRole(raw: unknown): Promise<Result<null>> {
	return answer("administrator", roleOfPerson, raw, async ({ ctx, caller, input }) => {
		refuseOneself(caller.id, input.id);
		await changeRole(ctx, input.id, input.role);
		return null;
	});
}

const accessOfPerson = z.strictObject({ id: z.string(), disabled: z.boolean() });

export async function setAccess(raw: unknown): Promise<Result<null>> {
	return answer("administrator", accessOfPerson, raw, async ({ ctx, caller, input }) => {
		refuseOneself(caller.id, input.id);
		await setDisabled(ctx, input.id, input.disabled);
		return null;
	});
}

const person = z.strictObject({ id: z.string() });

export async function linkForPassword(raw: unknown): Promise<Result<{ url: string }>> {
	return answer("administrator", person, raw, async ({ ctx, input }) =>
		makePasswordLink(ctx, input.id),
	);
}

function refuseOneself(caller: string, id: string): void {
	if (caller !== id) return;
	throw new GraftError("refused", "You cannot change your own account.", {
		hint: "Ask another administrator to do it.",
	});
}
