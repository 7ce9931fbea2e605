import type { Context } from "@graft/services/context/context";
import { headers } from "next/headers";
import type { z } from "zod";
import type { Role } from "../components/account.ts";
import { publicUrl } from "./address.ts";
import { actorOf, type Caller, findCaller } from "./caller.ts";
import { sharedContext } from "./context.ts";
import { type Failure, failureOf, GuardError, statusOf } from "./failure.ts";
import { isMalformedOrigin, isOwnOrigin } from "./origin.ts";

export type Result<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly failure: Failure };

/** A context in the caller's name, and the caller. */
interface Admitted {
	readonly ctx: Context;
	readonly caller: Caller;
}

/** Refuses what no page of this console sent. */
export async function requireOwnOrigin(): Promise<void> {
	const sent = await headers();
	if (isMalformedOrigin(sent.get("origin")))
		throw new GuardError("usage", "This request names no origin that can be read.", "");
	if (isOwnOrigin(sent, publicUrl())) return;
	throw new GuardError(
		"not-allowed",
		"This request did not come from a page of this console.",
		"Open the console by the address that its terminal shows; behind a proxy, set GRAFT_URL.",
	);
}

async function admit(role: Role): Promise<Admitted> {
	const caller = await findCaller();
	if (caller === null) {
		throw new GuardError("signed-out", "You are not signed in.", "Sign in, then try again.");
	}
	if (role === "administrator" && caller.role !== "administrator") {
		throw new GuardError(
			"not-allowed",
			"Only an administrator may do this.",
			"Ask an administrator, or sign in as one.",
		);
	}
	const ctx = await sharedContext();
	return { ctx: { ...ctx, actor: actorOf(caller) }, caller };
}

/** Every server action goes through here: origin, session, role, then its parsed input. */
export async function answer<Schema extends z.ZodType, T>(
	role: Role,
	schema: Schema,
	raw: unknown,
	work: (admitted: Admitted & { input: z.output<Schema> }) => Promise<T>,
): Promise<Result<T>> {
	try {
		await requireOwnOrigin();
		const admitted = await admit(role);
		return { ok: true, value: await work({ ...admitted, input: schema.parse(raw) }) };
	} catch (error) {
		return { ok: false, failure: failureOf(error) };
	}
}

/** Every route that changes something goes through here: origin, session, role. */
export async function respondToChange(
	work: (admitted: Admitted) => Promise<Response>,
): Promise<Response> {
	return respond(async () => {
		await requireOwnOrigin();
		return work(await admit("administrator"));
	});
}

/** Every route that only shows something goes through here: session. */
export async function respondToLook(
	work: (admitted: Admitted) => Promise<Response>,
): Promise<Response> {
	return respond(async () => work(await admit("viewer")));
}

async function respond(work: () => Promise<Response>): Promise<Response> {
	try {
		return await work();
	} catch (error) {
		const failure = failureOf(error);
		return Response.json({ failure }, { status: statusOf(failure) });
	}
}
