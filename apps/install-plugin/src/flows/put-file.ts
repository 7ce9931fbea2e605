import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import { makeFolders } from "@graft/services/files/make-folders";

/** For a file that may be there already: the same bytes are fine, others are somebody's. */
export async function refuseOther(path: string, bytes: Uint8Array): Promise<void> {
	const there = await readFile(path).catch((error: NodeJS.ErrnoException) => {
		if (error.code === "ENOENT") return undefined;
		throw cannotWrite(path, error);
	});
	if (there === undefined || there.equals(bytes)) return;
	throw new GraftError("refused", `${path} is there already, with other content.`, {
		hint: "Choose another place with --output, or replace it with --yes.",
	});
}

/** With the folders above it; whole or not at all, also when the disk is full. */
export async function putFile(path: string, bytes: Uint8Array): Promise<void> {
	const staged = `${path}.part-${process.pid}`;
	try {
		await makeFolders(dirname(resolve(path)));
		await writeFile(staged, bytes, { flag: "wx" });
		await rename(staged, path);
	} catch (error) {
		await rm(staged, { force: true }).catch(() => undefined);
		throw cannotWrite(path, error);
	}
}

function cannotWrite(path: string, cause: unknown): GraftError {
	if (cause instanceof GraftError) return cause;
	const why = cause instanceof Error ? cause.message : String(cause);
	return new GraftError("usage", `${path} cannot be written: ${why}.`, {
		hint: "Choose a place that this user may write to, with --output.",
		cause,
	});
}
