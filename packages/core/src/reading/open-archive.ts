import { archiveProblem, shown } from "../archive/problems.ts";
import { readArchive } from "../archive/read-archive.ts";
import type { Archive } from "../domain/archive.ts";
import { GraftError } from "../domain/errors.ts";
import type { PlatformId } from "../domain/extension.ts";
import type { Problem } from "../domain/problem.ts";
import type { Platform } from "../platforms/platform.ts";
import { platforms } from "../platforms/registry.ts";
import { type FoundPart, findParts } from "./find-parts.ts";
import { zipOf } from "./part.ts";
import { partAt } from "./part-at.ts";

export interface FoundRoot {
	/** As `--root` names it. */
	readonly path: string;
	readonly platform: PlatformId;
}

export interface Opened {
	/** The extension's own part of what was given, read from `zip`. */
	readonly archive: Archive;
	/** A zip of that part alone: what is kept. The very bytes that were given where that is all of them. */
	readonly zip: Uint8Array;
	/** Where it was taken from; null where the archive is taken as it is. */
	readonly takenFrom: { readonly root: string; readonly sha256: string } | null;
	/** All extensions in the archive, where there are several to choose from. */
	readonly roots: readonly FoundRoot[];
	/** Errors where several were found and none was named. */
	readonly problems: readonly Problem[];
}

/**
 * Reads a zip and finds the extension in it: at its top, in `root`, or where alone there is one.
 * Throws GraftError "refused" as readArchive does, "usage" where there is no such root.
 */
export function openArchive(
	bytes: Uint8Array,
	root?: string,
	among: readonly Platform[] = platforms,
): Opened {
	const archive = readArchive(bytes);
	const whole = { zip: bytes, archive };
	const asItIs = { ...whole, takenFrom: null, roots: [], problems: [] };
	const { parts, problems } = findParts(whole, among);
	const roots = parts.length < 2 ? [] : parts.map(rootOf);
	if (root !== undefined) {
		const part = partAt(whole, root);
		if (part === undefined) throw noSuchRoot(root, parts);
		const isAll = part.folder === "" && part.zip === bytes;
		if (isAll) return { ...asItIs, roots };
		return { ...zipOf(part), takenFrom: { root, sha256: archive.sha256 }, roots, problems: [] };
	}
	const [only, another] = parts;
	if (only === undefined) return { ...asItIs, problems };
	if (another !== undefined) return { ...asItIs, roots, problems: several(parts) };
	if (only.path === "") return asItIs;
	return {
		...zipOf(only),
		takenFrom: { root: only.path, sha256: archive.sha256 },
		roots,
		problems: [found(only)],
	};
}

function rootOf({ path, platform }: FoundPart): FoundRoot {
	return { path: typed(path), platform: platform.id };
}

function typed(path: string): string {
	return path === "" ? "." : path;
}

function found({ path, platform }: FoundPart): Problem {
	const message = `The extension for ${platform.name} is in ${shown(path)} of the archive, and is taken from there.`;
	return { ...archiveProblem("archive/found-deeper", "", message), severity: "info" };
}

function several(parts: readonly FoundPart[]): Problem[] {
	return parts.map(({ path, platform }) =>
		archiveProblem(
			"archive/several-extensions",
			path,
			`One of ${parts.length} extensions in the archive, for ${platform.name}, is in ${shown(typed(path))}.`,
			`To take this one: --root ${quoted(typed(path))}. Then the others, one by one.`,
		),
	);
}

function quoted(path: string): string {
	return /^[\w./+-]+$/.test(path) ? path : `'${shown(path).replaceAll("'", "'\\''")}'`;
}

function noSuchRoot(root: string, parts: readonly FoundPart[]): GraftError {
	const known = parts.map(({ path }) => shown(typed(path)));
	return new GraftError("usage", `There is no folder or zip ${shown(root)} in the archive.`, {
		hint:
			known.length === 0
				? "Check what the archive holds: no folder in it is an extension that Graft knows."
				: `Extensions are in: ${known.join(", ")}.`,
	});
}
