import { UnusableDatabase } from "./unusable-database.ts";

/** How long SQLite waits by itself for another process. It blocks the thread, so it stays short. */
export const busyTimeoutMs = 2_000;

/** The path in `file:` and a path; throws UnusableDatabase for any other URL. */
export function sqlitePath(url: string): string {
	if (!/^file:./.test(url)) {
		throw new UnusableDatabase("not the URL of a SQLite database: it must start with file:");
	}
	return url.slice("file:".length);
}
