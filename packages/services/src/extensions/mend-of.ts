import { isRefused, type Problem } from "@graft/core/domain/problem";
import type { FoundFolder } from "../catalogue/read-folders.ts";
import { extensionCodes } from "../tasks/codes.ts";

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

/** A folder, and of which extension it is one. */
export interface Holder {
	readonly folder: string;
	readonly id: string | null;
}

export function holderOf({ folder, reading }: FoundFolder): Holder {
	return { folder, id: reading.extension?.id ?? null };
}

export function mendOf(
	{ folder, digest, reading, row }: FoundFolder,
	others: readonly Holder[],
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
	// Of several copies one goes after the other, until one is left: a person says which.
	if (copiesOf(folder, id, others).length > 0) return "set-aside";
	return archiveOf(id)?.treeSha256 === digest ? "rename" : "adopt";
}

export function describeBroken(
	found: FoundFolder,
	others: readonly Holder[],
	archiveOf: (id: string) => { treeSha256: string } | undefined,
): BrokenFolder {
	const mend = mendOf(found, others, archiveOf);
	const id = found.reading.extension?.id ?? null;
	const copies = id === null ? [] : copiesOf(found.folder, id, others);
	return {
		folder: found.folder,
		problems: [...nameProblems(found.folder, id, copies), ...found.reading.problems],
		mend,
		wouldBecome: mend === "set-aside" ? null : id,
	};
}

/** Other folders that hold the same extension, or have its name. */
function copiesOf(folder: string, id: string, others: readonly Holder[]): readonly string[] {
	return others
		.filter((other) => other.folder === id || other.id === id)
		.flatMap((other) => (other.folder === folder ? [] : [other.folder]));
}

function nameProblems(
	folder: string,
	id: string | null,
	copies: readonly string[],
): readonly Problem[] {
	if (id === null || id === folder) return [];
	const about = { severity: "error", path: "" } as const;
	if (copies.length > 0) {
		return [
			{
				...about,
				code: extensionCodes["extension/second-copy"],
				message: `It is a copy of ${id}, as ${copies.join(", ")} is: a system that loads all of them stops at what is there twice.`,
				hint: "Keep one of them, and set the others aside.",
			},
		];
	}
	return [
		{
			...about,
			code: extensionCodes["extension/wrong-folder-name"],
			message: `The folder is named ${folder}, its extension ${id}: it is not found under that name.`,
			hint: `Repair it: it becomes the folder ${id}.`,
		},
	];
}
