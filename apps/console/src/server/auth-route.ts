import { sharedAuth } from "./auth.ts";
import { failureOf, statusOf } from "./failure.ts";
import { requireOwnOrigin } from "./guard.ts";

/**
 * Hands a request to the sign-in library. Only the paths that have a route of ours reach it: it knows
 * many more, such as making users, that this console does not offer.
 */
export async function respondByAuth(request: Request): Promise<Response> {
	try {
		await requireOwnOrigin();
		const auth = await sharedAuth();
		return await auth.handler(request);
	} catch (error) {
		const failure = failureOf(error);
		return Response.json({ failure }, { status: statusOf(failure) });
	}
}
