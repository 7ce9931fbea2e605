import type { Archive } from "../domain/archive.ts";
import { countOf, formatCount } from "../domain/counts.ts";
import { GraftError } from "../domain/errors.ts";
import type { Problem } from "../domain/problem.ts";
import { type ArchiveLimits, defaultLimits } from "./limits.ts";
import { makeTree } from "./make-tree.ts";
import { archiveProblem } from "./problems.ts";
import { sha256 } from "./sha256.ts";
import { readContents } from "./zip/contents.ts";
import { readDirectory } from "./zip/directory.ts";

/**
 * Reads a zip into memory: writes nothing, runs nothing, and decompresses nothing before the list of entries is
 * found to be sound. The one root folder is taken off; what macOS leaves behind is left out.
 * Throws GraftError "refused" with all problems of the list, or, where that is sound, all of the contents.
 * Rules: docs/trust-boundary.md; format: PKWARE APPNOTE 6.3.
 */
export function readArchive(bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}): Archive {
	const allowed = { ...defaultLimits, ...limits };
	if (bytes.length > allowed.archiveBytes) {
		const message = `The archive has ${countOf(bytes.length, "byte")}; at most ${formatCount(allowed.archiveBytes)} are allowed.`;
		throw refused([archiveProblem("archive/too-large", "", message)]);
	}
	const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
	const { entries, problems } = readDirectory(zip, allowed);
	if (problems.length > 0) throw refused(problems);
	const contents = readContents(zip, entries);
	if (contents.problems.length > 0) throw refused(contents.problems);

	if (contents.files.size === 0) {
		throw refused([archiveProblem("archive/empty", "", "There are no files in the archive.")]);
	}
	return {
		...withoutRoot(contents.files),
		sha256: sha256(bytes),
		bytes: bytes.length,
		entries: entries.length,
	};
}

function withoutRoot(files: ReadonlyMap<string, Uint8Array>) {
	const roots = new Set([...files.keys()].map((path) => /^[^/]*\//.exec(path)?.[0] ?? ""));
	const [root = ""] = roots.size === 1 ? roots : [];
	const relative = [...files].map(([path, bytes]) => [path.slice(root.length), bytes] as const);
	return makeTree(root.slice(0, -1), new Map(relative));
}

function refused(problems: readonly Problem[]): GraftError {
	const [first] = problems;
	const where = first?.path ? `${first.path}: ` : "";
	const more = problems.length > 1 ? ` (and ${countOf(problems.length - 1, "more problem")})` : "";
	return new GraftError(
		"refused",
		`The archive is refused. ${where}${first?.message ?? ""}${more}`,
		{
			hint: first?.hint ?? "",
			problems,
		},
	);
}
