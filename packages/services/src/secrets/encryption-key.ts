import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, unlink } from "node:fs/promises";
import { join } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import { asOwnerOf } from "../files/as-owner.ts";
import { writeDurably } from "../files/write-durably.ts";

const bytes = 32;

/** The key that stored credentials are encrypted by: in GRAFT_HOME, read by its owner only, made when it is first needed. */
export async function readEncryptionKey(home: string, make: boolean): Promise<Uint8Array> {
	const path = join(home, "encryption-key");
	if (make) await asOwnerOf(home, () => makeOnce(path));
	const key = await readFile(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw error;
	});
	if (key?.length === bytes) return key;
	throw new GraftError(
		"refused",
		key === undefined ? `The key ${path} is not there.` : `${path} is not a key.`,
		{
			hint: "Restore it from a backup of GRAFT_HOME, or remove the file and enter the credentials again.",
		},
	);
}

/** Whole under its name or not there at all, and the first of two processes wins. */
async function makeOnce(path: string): Promise<void> {
	const staged = `${path}.${randomUUID()}`;
	await writeDurably(staged, randomBytes(bytes), 0o600);
	try {
		await link(staged, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
	} finally {
		await unlink(staged);
	}
}
