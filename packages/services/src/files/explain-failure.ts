import { GraftError } from "@graft/core/domain/errors";
import { printable } from "@graft/core/domain/printable";
import { whyUnusable } from "@graft/database/why-unusable";

const explanations: Readonly<Record<string, { what: string; hint: string }>> = {
	EACCES: {
		what: "may not be read or written",
		hint: "Run it as the owner of that folder, or with sudo. With sudo, a folder is used with the rights of its owner, who must be able to get there.",
	},
	EPERM: { what: "may not be changed", hint: "Run it as the owner of that folder, or with sudo." },
	ENOTDIR: { what: "is not a folder", hint: "Name a folder." },
	EROFS: { what: "is on a read-only file system", hint: "Choose another folder." },
	ENOSPC: { what: "could not be written: the disk is full", hint: "Make room, and try again." },
	EDQUOT: { what: "could not be written: the quota is used up", hint: "Make room, and try again." },
	EXDEV: {
		what: "cannot be moved: several file systems meet there (a mount point, or a container's layers)",
		hint: "Choose a plain folder as EXTENSIONS_DIR, such as one below where its file system is mounted.",
	},
};

/**
 * Turns what the file system, or our own database, said about a place of ours into a message for people; anything else
 * stays as it is.
 */
export function explainFailure(error: unknown): unknown {
	if (!(error instanceof Error) || error instanceof GraftError) return error;
	const why = whyUnusable(error);
	if (why !== undefined)
		return new GraftError("refused", `Graft's own database cannot be worked with: ${why}.`, {
			hint: "Check the file of DATABASE_URL (graft.db in GRAFT_HOME): its rights, the free space on its disk, and who else has it open.",
			cause: error,
		});
	if (!("code" in error)) return error;
	const explanation = explanations[String(error.code)];
	if (explanation === undefined) return error;
	const path = "path" in error ? String(error.path) : "A file";
	return new GraftError("refused", `${path} ${explanation.what}.`, {
		hint: explanation.hint,
		cause: error,
	});
}

/** The same in one line: Prisma puts what was called before what is wrong. */
export function wordsOf(error: unknown): string {
	const explained = explainFailure(error);
	const text = explained instanceof Error ? explained.message : String(explained);
	return printable(text.trim().split("\n").at(-1) ?? "");
}
