import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { defaultLimits } from "@graft/core/archive/limits";
import { GraftError } from "@graft/core/domain/errors";
import type { Options } from "../program/invocation.ts";
import { bytesText } from "../showing/bytes.ts";

export interface ArchiveInput {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly fileName: string;
	/** Where in it the extension lies, by --root. */
	readonly root?: string;
}

/** Of archives and of what is often taken for one: what it really is, reading it says. */
const ENDING =
	/\.(zip|tar|tgz|gz|tbz2?|bz2|txz|xz|zst|lz|z|rar|7z|jar|war|whl|cab|deb|rpm|iso|exe|msi|html?|json)$/i;

/** No id can hold a slash, and none ends like an archive, so these are paths. */
export function isArchivePath(subject: string): boolean {
	return /[\\/]/.test(subject) || ENDING.test(subject);
}

/** For commands that work on what was imported, and on nothing else. */
export function demandId(subject: string): string {
	if (subject === "")
		throw new GraftError("usage", "The id is empty.", {
			hint: "install-plugin list shows the ids.",
		});
	if (!isArchivePath(subject)) return subject;
	throw new GraftError("usage", `${subject} is a path, but an id is needed.`, {
		hint: "install-plugin list shows the ids; install-plugin import imports an archive.",
	});
}

/** That of what was imported; --root means nothing then. */
export function subjectId(subject: string, { root }: Options): string {
	if (root === undefined) return subject;
	throw new GraftError("usage", `--root is about an archive, and ${subject} is an id.`, {
		hint: "Leave --root out, or give the path of the archive.",
	});
}

export async function readArchiveFile(path: string, { root }: Options): Promise<ArchiveInput> {
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
		const archive = { bytes: await readFile(path), fileName: basename(path) };
		return root === undefined ? archive : { ...archive, root };
	} catch (error) {
		if (error instanceof GraftError) throw error;
		const { code, message } = error as NodeJS.ErrnoException;
		if (code === "ENOENT" || code === "ENOTDIR")
			throw refusal(
				path,
				"does not exist",
				"Give the path of a zip, or the id of an extension that was imported (install-plugin list).",
			);
		if (code === "EACCES")
			throw refusal(path, "cannot be read", "This user has no right to read it.");
		throw refusal(path, `cannot be read: ${message}`, "");
	}
}

function refusal(path: string, what: string, hint: string): GraftError {
	return new GraftError("usage", `${path} ${what}.`, { hint });
}
