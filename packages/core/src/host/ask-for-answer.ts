import type { Connection } from "../connections/connection.ts";
import { askUrl } from "./ask-url.ts";

/**
 * The first of these `http:` URLs that answers with whatever HTTP status, asked from the host itself; undefined where
 * none does. null where nobody can ask.
 */
export async function askForAnswer(
	connection: Connection,
	urls: readonly string[],
): Promise<string | null | undefined> {
	for (const url of urls) {
		const answer = await askUrl(connection, url);
		if (answer === null) return null;
		if (answer !== undefined) return url;
	}
	return undefined;
}
