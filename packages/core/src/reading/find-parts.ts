import type { Problem } from "../domain/problem.ts";
import type { Platform } from "../platforms/platform.ts";
import { findRoots } from "./find-roots.ts";
import { type Budget, budgetOf, isZip, readInner } from "./inner-zips.ts";
import { type Part, shownFolder } from "./part.ts";

export interface FoundPart extends Part {
	/** Where it lies in the archive that was given, as `--root` names it; "" is its top. */
	readonly path: string;
	readonly platform: Platform;
}

export interface Found {
	readonly parts: readonly FoundPart[];
	/** About zips in it that could not be looked into. */
	readonly problems: readonly Problem[];
}

/** Every extension in an archive: at its top, in its folders, and in zips that lie in no extension. */
export function findParts(whole: Omit<Part, "folder">, platforms: readonly Platform[]): Found {
	return findIn(whole, "", 1, budgetOf(whole.archive), platforms);
}

function findIn(
	{ zip, archive }: Omit<Part, "folder">,
	where: string,
	depth: number,
	budget: Budget,
	platforms: readonly Platform[],
): Found {
	const parts: FoundPart[] = findRoots(archive, platforms).map(({ folder, platform }) => {
		const part = { zip, archive, folder };
		return { ...part, path: joined(where, shownFolder(part)), platform };
	});
	const problems: Problem[] = [];
	for (const file of archive.files.values()) {
		if (!isZip(file) || parts.some(({ folder }) => isIn(file.path, folder))) continue;
		const path = joined(where, shownFolder({ zip, archive, folder: file.path }));
		const inner = readInner(file, path, depth, budget);
		if (!("files" in inner)) {
			problems.push(...inner);
			continue;
		}
		const found = findIn({ zip: file.bytes, archive: inner }, path, depth + 1, budget, platforms);
		parts.push(...found.parts);
		problems.push(...found.problems);
	}
	return { parts, problems };
}

function isIn(path: string, folder: string): boolean {
	return folder === "" || path.startsWith(`${folder}/`);
}

function joined(...parts: readonly string[]): string {
	return parts.filter((part) => part !== "").join("/");
}
