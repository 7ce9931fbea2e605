import { type ArchiveLimits, defaultLimits } from "../archive/limits.ts";
import { archiveProblem } from "../archive/problems.ts";
import { readArchive } from "../archive/read-archive.ts";
import type { Archive, ArchiveFile } from "../domain/archive.ts";
import { GraftError } from "../domain/errors.ts";
import type { Problem } from "../domain/problem.ts";

/** Zips in a zip in a zip: nobody packs deeper. */
export const deepest = 3;

/** What is left of the limits of one archive for all the zips that lie in it, at any depth. */
export interface Budget {
	bytes: number;
	entries: number;
}

export function budgetOf(
	outer: Archive,
	{ totalBytes, entries }: Pick<ArchiveLimits, "totalBytes" | "entries"> = defaultLimits,
): Budget {
	return { bytes: totalBytes - unpacked(outer), entries: entries - outer.entries };
}

export function isZip({ path, bytes }: ArchiveFile): boolean {
	return /\.zip$/i.test(path) || (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03);
}

/** By the rules of every archive, within `budget`. What is wrong with it stands at `where`. */
export function readInner(
	{ bytes }: ArchiveFile,
	where: string,
	depth: number,
	budget: Budget,
): Archive | readonly Problem[] {
	if (depth > deepest) {
		const message = `More than ${deepest} zips are inside each other.`;
		return [archiveProblem("archive/too-deep", where, message)];
	}
	const limits = { totalBytes: Math.max(budget.bytes, 0), entries: Math.max(budget.entries, 0) };
	try {
		const inner = readArchive(bytes, limits);
		budget.bytes -= unpacked(inner);
		budget.entries -= inner.entries;
		return inner;
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		// Nobody knows how much was unpacked before the damage showed: no further zip is unpacked for it.
		if (error.problems.some(({ code }) => unpacking.includes(code))) budget.bytes = 0;
		return error.problems.map((problem) => ({
			...problem,
			path: [where, problem.path].filter((part) => part !== "").join("/"),
		}));
	}
}

const unpacking: readonly string[] = [
	"archive/bad-crc",
	"archive/bad-data",
	"archive/bad-size",
	"archive/stray-bytes",
];

function unpacked({ files }: Archive): number {
	return [...files.values()].reduce((sum, { bytes }) => sum + bytes.length, 0);
}
