/**
 * The HTTP API of an outside system, signed in to as its URL says. Errors are GraftErrors: "refused" with the system's own
 * words (it did not do what was asked), "unreachable" (nobody can tell whether it did).
 */
export interface Api extends ApiReader {
	/** Whom it knows us as. */
	readonly user: string;
	/** Asked once: what comes of an answer that was lost is for whoever asks to find out. */
	send(request: ApiRequest): Promise<unknown>;
}

/** What can only look. */
export interface ApiReader {
	/** Its URL without what is secret in it. */
	readonly label: string;
	/** What is at a path below its URL, as JSON says it; data from the system. */
	read(path: string): Promise<unknown>;
}

export interface ApiRequest {
	readonly method: "POST" | "DELETE";
	/** Below the API's URL: `/api/v1/thing`. */
	readonly path: string;
	/** Sent as JSON; nothing where it is left out. */
	readonly body?: unknown;
}

/** How an API is told who asks. */
export interface SignIn {
	request(user: string, password: string): ApiRequest;
	/** Headers that all further requests have, by the answer to that one; null where that lets nobody in. */
	headers(answer: unknown): Readonly<Record<string, string>> | null;
}
