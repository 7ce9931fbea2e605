import type { FileEntry, SFTPWrapper, Stats } from "ssh2";
import type { Entry, EntryKind, Stat } from "../connection.ts";
import { fileFailure } from "../failures.ts";

// Status codes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 7).
export const endOfFile = 1;
export const noSuchFile = 2;
export const failure = 4;

/** In byte order of the names. Throws where a server gives a name that no file can have. */
export function entriesOf(
	label: string,
	path: string,
	found: readonly FileEntry[],
): readonly Entry[] {
	return found
		.filter(({ filename }) => filename !== "." && filename !== "..")
		.map(({ filename, attrs }) => {
			// A name is joined to paths later; one with a slash would lead elsewhere.
			if (filename === "" || /[/\0]/.test(filename)) {
				throw fileFailure(label, "list", path, `the server gives an impossible name: ${filename}`);
			}
			return { name: filename, kind: kindOf(attrs as Stats) };
		})
		.sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
}

export function kindOf(found: Pick<Stats, "isFile" | "isDirectory" | "isSymbolicLink">): EntryKind {
	if (found.isFile()) return "file";
	if (found.isDirectory()) return "folder";
	return found.isSymbolicLink() ? "link" : "other";
}

export function statOf(found: Stats): Stat {
	return {
		kind: kindOf(found),
		bytes: found.size,
		mode: found.mode & 0o7777,
		uid: found.uid,
		modifiedAt: found.mtime * 1000,
	};
}

/** undefined where the server says that there is no such file. */
export async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (codeOf(error) === noSuchFile) return undefined;
		throw error;
	}
}

/** The server's status; undefined for errors that are not an answer of the server. */
export function codeOf(error: unknown): number | undefined {
	return error instanceof Error && "code" in error && typeof error.code === "number"
		? error.code
		: undefined;
}

/** Has the server said that it knows this extension of OpenSSH's? */
export function can(sftp: SFTPWrapper, extension: string): boolean {
	const { _extensions } = sftp as SFTPWrapper & { _extensions: Record<string, string> };
	return _extensions[extension] === "1";
}
