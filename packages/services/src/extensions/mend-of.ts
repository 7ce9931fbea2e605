import { isRefused, type Problem } from "@graft/core/domain/problem";
import { extensionCodes } from "./codes.ts";
import type { FoundFolder } from "./read-folders.ts";

/**
 * adopt: its content becomes an archive of ours, in the folder named after its id. rename: it is the version that
 * we put there, under another name. set-aside: out of EXTENSIONS_DIR, and kept.
 */
export type Mend = "adopt" | "rename" | "set-aside";

/** A folder that the system cannot use, or that keeps it from working. */
export interface BrokenFolder {
	readonly folder: string;
	readonly problems: readonly Problem[];
	readonly mend: Mend | null;
	/** The folder that it would be after mending. */
	readonly wouldBecome: string | null;
}

export function isBroken({ folder, reading, row }: FoundFolder): boolean {
	if (row !== null) return false;
	return reading.extension?.id !== folder || isRefused(reading.problems);
}

export function mendOf(
	{ folder, digest, reading, row }: FoundFolder,
	others: readonly Pick<FoundFolder, "folder">[],
	archiveOf: (id: string) => { treeSha256: string } | undefined,
): Mend | null {
	const usable = reading.extension !== null && digest !== null && !isRefused(reading.problems);
	const id = reading.extension?.id;
	if (row !== null) {
		const changed = row.archive.treeSha256 !== digest;
		return changed && usable && id === folder ? "adopt" : null;
	}
	if (!usable || id === undefined) return "set-aside";
	if (id === folder) return "adopt";
	if (others.some((other) => other.folder === id)) return "set-aside";
	return archiveOf(id)?.treeSha256 === digest ? "rename" : "adopt";
}

export function describeBroken(
	found: FoundFolder,
	others: readonly FoundFolder[],
	archiveOf: (id: string) => { treeSha256: string } | undefined,
): BrokenFolder {
	const mend = mendOf(found, others, archiveOf);
	const id = found.reading.extension?.id ?? null;
	const second = others.some((other) => other.folder === id);
	return {
		folder: found.folder,
		problems: [...nameProblems(found.folder, id, second), ...found.reading.problems],
		mend,
		wouldBecome: mend === "set-aside" ? null : id,
	};
}

function nameProblems(folder: string, id: string | null, second: boolean): readonly Problem[] {
	if (id === null || id === folder) return [];
	const about = { severity: "error", path: "" } as const;
	if (second) {
		return [
			{
				...about,
				code: extensionCodes["extension/second-copy"],
				message: `It is a second copy of ${id}, beside the folder of that name.`,
				hint: "Set it aside: two copies of one extension can stop the system that reads them.",
			},
		];
	}
	return [
		{
			...about,
			code: extensionCodes["extension/wrong-folder-name"],
			message: `The folder is named ${folder}, its extension ${id}: it is not found under that name.`,
			hint: `Mend it: it becomes the folder ${id}.`,
		},
	];
}
