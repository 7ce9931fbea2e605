import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The key that signs session cookies: made at the first start, kept in GRAFT_HOME, read by its owner only. */
export async function readSecret(home: string): Promise<string> {
	const path = join(home, "secret");
	try {
		// "wx": two processes that start at once must end with one key.
		await writeFile(path, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	}
	return (await readFile(path, "utf8")).trim();
}
