import { countOf } from "../../domain/counts.ts";
import type { Problem } from "../../domain/problem.ts";
import { archiveProblem } from "../problems.ts";
import { SIZES_FOLLOW, STORED, type ZipEntry } from "./entry-rules.ts";
import { descriptorLength, holdsDescriptor } from "./records.ts";

/**
 * Every byte from `start` to the list belongs to one entry. Entries that share bytes make a small zip a very large one;
 * bytes between them are read by programs that go from entry to entry, and by no other.
 */
export function layoutProblems(
	zip: Buffer,
	entries: readonly ZipEntry[],
	start: number,
	directoryOffset: number,
): Problem[] {
	const problems: Problem[] = [];
	const sorted = entries.toSorted((a, b) => a.central.offset - b.central.offset);
	let free = start;
	for (const entry of sorted) {
		const { offset } = entry.central;
		if (offset < free) problems.push(overlap(entry, "It shares bytes with another entry."));
		if (offset > free) problems.push(hole(entry.name, offset - free, "before it"));
		const end = endOf(zip, entry);
		if (end === undefined) problems.push(lyingDescriptor(entry));
		const last = end ?? dataEnd(entry);
		if (offset >= free && last > directoryOffset) {
			problems.push(overlap(entry, "It reaches into the list of entries."));
		}
		free = Math.max(free, last);
		if (end === undefined) return problems;
	}
	const [last] = sorted.slice(-1);
	if (last !== undefined && free < directoryOffset) {
		problems.push(hole(last.name, directoryOffset - free, "behind it"));
	}
	return problems;
}

function dataEnd({ central, local }: ZipEntry): number {
	return local.dataOffset + central.compressedSize;
}

/** Where the next entry starts; undefined where what should say the sizes once more says something else. */
function endOf(zip: Buffer, entry: ZipEntry): number | undefined {
	const { central, local } = entry;
	const end = dataEnd(entry);
	if ((local.flags & SIZES_FOLLOW) === 0) return end;
	const length = descriptorLength(zip, end, central);
	if (length === undefined) return undefined;
	// Stored content has no end of its own: who reads without the list looks for the signature.
	const isStored = central.method === STORED;
	if (isStored && holdsDescriptor(zip.subarray(local.dataOffset, end))) return undefined;
	return end + length;
}

function overlap({ name }: ZipEntry, message: string): Problem {
	return archiveProblem("archive/overlap", name, message);
}

function hole(name: string, bytes: number, where: string): Problem {
	const message = `${countOf(bytes, "byte")} ${where} ${bytes === 1 ? "belongs" : "belong"} to no entry, and some programs would read ${bytes === 1 ? "it" : "them"}.`;
	return archiveProblem("archive/stray-bytes", name, message);
}

function lyingDescriptor({ name }: ZipEntry): Problem {
	const message = "What follows its content does not repeat the CRC and the sizes of the list.";
	return archiveProblem("archive/headers-differ", name, message);
}
