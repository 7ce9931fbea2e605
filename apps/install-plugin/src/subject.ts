import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { defaultLimits } from "@graft/core/archive/limits";
import { GraftError } from "@graft/core/domain/errors";
import { bytesText } from "./render/bytes.ts";

export interface ArchiveInput {
	readonly bytes: Uint8Array;
	readonly fileName: string;
}

/** An id is letters, digits and underscores; anything else on the command line is a path. */
export function isArchivePath(subject: string): boolean {
	return !/^[A-Za-z0-9_]+$/.test(subject);
}

export async function readArchiveFile(path: string): Promise<ArchiveInput> {
	try {
		const found = await stat(path);
		if (!found.isFile()) throw refusal(path, "is not a file", "Give the zip itself.");
		// A wrong path must not fill the memory before the archive's own checks can speak.
		if (found.size > defaultLimits.archiveBytes)
			throw refusal(
				path,
				`has ${bytesText(found.size)}, more than an archive may have`,
				"Is it the right file?",
			);
		return { bytes: await readFile(path), fileName: basename(path) };
	} catch (error) {
		if (error instanceof GraftError) throw error;
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR")
			throw refusal(
				path,
				"does not exist",
				"Give the path of a zip, or the id of an extension that was imported (install-plugin list).",
			);
		if (code === "EACCES") throw refusal(path, "cannot be read", "Its rights keep this user out.");
		throw refusal(path, `cannot be read: ${message}`, "");
	}
}

function refusal(path: string, what: string, hint: string): GraftError {
	return new GraftError("usage", `${path} ${what}.`, { hint });
}
