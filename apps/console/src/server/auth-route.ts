import { setTimeout as pause } from "node:timers/promises";
import { sharedAuth } from "./auth.ts";
import { addressHeader } from "./caller-address.ts";
import { failureOf, GuardError, statusOf } from "./failure.ts";
import { requireOwnOrigin } from "./guard.ts";
import { signInLimit } from "./sign-in-limit.ts";

/**
 * Hands a request to the sign-in library. Only the paths that have a route of ours reach it: it knows
 * many more, such as making users, that this console does not offer.
 */
export function respondByAuth(request: Request): Promise<Response> {
	return respond(async () => (await sharedAuth()).handler(request));
}

/** The same for signing in, as often as guesses are allowed. */
export function respondToSignIn(request: Request): Promise<Response> {
	return respond(async () => {
		const account = await accountOf(request.clone());
		const address = request.headers.get(addressHeader) ?? "";
		const limit = signInLimit();
		const wait = limit.begin(account, address);
		if (wait === null) {
			const message = "There were too many wrong passwords for this account from here.";
			const hint = "Wait a quarter of an hour, then try again.";
			const failure = { kind: "refused", message, hint, problems: [] };
			return Response.json({ failure }, { status: 429 });
		}
		await pause(wait);
		const response = await (await sharedAuth()).handler(request);
		if (response.ok) limit.succeed(account, address);
		return response;
	});
}

async function accountOf(request: Request): Promise<string> {
	const body: unknown = await request.json().catch(() => null);
	if (typeof body === "object" && body !== null && "email" in body) return String(body.email);
	throw new GuardError("usage", "This is not a request to sign in.", "");
}

async function respond(work: () => Promise<Response>): Promise<Response> {
	try {
		await requireOwnOrigin();
		return await work();
	} catch (error) {
		const failure = failureOf(error);
		return Response.json({ failure }, { status: statusOf(failure) });
	}
}
