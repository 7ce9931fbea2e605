/** What the administrator said the console is reached by, for instance behind a reverse proxy. */
export function publicUrl(): string | undefined {
	return process.env.GRAFT_URL || undefined;
}

/** Where this console is opened: without a trailing slash. */
export function consoleUrl(): string {
	return publicUrl()?.replace(/\/+$/, "") ?? `http://127.0.0.1:${process.env.PORT ?? "3000"}`;
}
