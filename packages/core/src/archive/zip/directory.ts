import type { Problem } from "../../domain/problem.ts";
import type { ArchiveCode } from "../codes.ts";
import { isLeftBehind } from "../left-behind.ts";
import type { ArchiveLimits } from "../limits.ts";
import { clashes, pathProblems } from "../path-rules.ts";
import { archiveProblem } from "../problems.ts";
import { decodeUtf8 } from "../utf8.ts";
import { entryProblems, type Finding, type ZipEntry } from "./entry-rules.ts";
import {
	type CentralHeader,
	ENTRIES_IN_ZIP64,
	type EndRecord,
	findEnd,
	IN_ZIP64,
	readCentral,
	readLocal,
	startsLikeZip,
} from "./records.ts";

export interface ZipDirectory {
	readonly entries: readonly ZipEntry[];
	/** All that the list of entries tells; where there are any, `entries` may lack some. */
	readonly problems: readonly Problem[];
}

/** Reads the list of entries, decompresses nothing. */
export function readDirectory(zip: Buffer, limits: ArchiveLimits): ZipDirectory {
	if (zip.length === 0) return nothing("archive/empty", "The file is empty.");
	if (!startsLikeZip(zip)) return nothing("archive/not-a-zip", "The file is not a zip.");
	const end = findEnd(zip);
	if (end === undefined || end.end > zip.length) {
		return nothing("archive/truncated", "The end of the zip is missing.");
	}
	const finding = endFinding(zip, end, limits);
	if (finding !== undefined) return nothing(...finding);
	const headers = readHeaders(zip, end);
	if (headers === undefined) {
		return nothing("archive/bad-directory", "The list of entries is damaged.");
	}
	const problems: Problem[] = [];
	const entries: ZipEntry[] = [];
	for (const central of headers) {
		const entry = readEntry(zip, central);
		if ("code" in entry) problems.push(entry);
		else entries.push(entry);
	}
	for (const entry of entries) problems.push(...entryProblems(entry));
	problems.push(...nameProblems(entries, limits));
	problems.push(...overlaps(entries, end.directoryOffset), ...tooLarge(entries, limits));
	return { entries, problems };
}

function nothing(code: ArchiveCode, message: string): ZipDirectory {
	return { entries: [], problems: [archiveProblem(code, "", message)] };
}

function endFinding(zip: Buffer, end: EndRecord, limits: ArchiveLimits): Finding | undefined {
	if (end.end < zip.length) {
		return ["archive/trailing-bytes", `${zip.length - end.end} bytes follow the end of the zip.`];
	}
	if (end.isZip64 || end.directoryOffset === IN_ZIP64 || end.entries === ENTRIES_IN_ZIP64) {
		return ["archive/zip64", "It uses zip64, which is for archives of many gigabytes."];
	}
	if (end.disk !== 0 || end.directoryDisk !== 0 || end.entriesHere !== end.entries) {
		return ["archive/split", "It is one volume of several."];
	}
	if (end.entries > limits.entries) {
		const message = `${end.entries} files and folders; ${limits.entries} are allowed.`;
		return ["archive/too-many-entries", message];
	}
	if (end.directoryOffset + end.directorySize !== end.offset) {
		return ["archive/bad-directory", "The list of entries is not where the zip says."];
	}
	return undefined;
}

/** undefined where the list is not made of as many headers as the end record says. */
function readHeaders(zip: Buffer, end: EndRecord): CentralHeader[] | undefined {
	const headers: CentralHeader[] = [];
	let at = end.directoryOffset;
	for (let index = 0; index < end.entries; index += 1) {
		const header = readCentral(zip, at);
		if (header === undefined) return undefined;
		headers.push(header);
		at = header.end;
	}
	return at === end.offset ? headers : undefined;
}

/**
 * Names are UTF-8 whether or not the flag says so: macOS does not set it. Anything else would be a guess
 * at a code page.
 */
function readEntry(zip: Buffer, central: CentralHeader): ZipEntry | Problem {
	const name = decodeUtf8(central.name);
	if (name === undefined) {
		const latin = central.name.toString("latin1");
		return archiveProblem("archive/name-not-utf8", latin, "Its name is not UTF-8.");
	}
	if (central.disk !== 0) return archiveProblem("archive/split", name, "It is on another volume.");
	const local = readLocal(zip, central.offset);
	if (local === undefined) {
		return archiveProblem("archive/bad-header", name, "Its own header is not where the list says.");
	}
	return { name, central, local };
}

/**
 * Clashes are looked for among sound names only: they cost as much as a path has folders. What macOS left behind lands
 * nowhere, so that its names need not be sound; one that leads out was not made by macOS.
 */
function nameProblems(entries: readonly ZipEntry[], limits: ArchiveLimits): Problem[] {
	const problems: Problem[] = [];
	const sound: string[] = [];
	for (const { name } of entries) {
		const found = pathProblems(name.replace(/\/$/, ""), limits);
		if (isLeftBehind(name)) {
			problems.push(...found.filter(({ code }) => code === "archive/entry-outside"));
			continue;
		}
		problems.push(...found);
		if (found.length === 0) sound.push(name);
	}
	return [...problems, ...clashes(sound)];
}

/** Entries that share bytes with each other or with the list: how a small zip becomes a very large one. */
function overlaps(entries: readonly ZipEntry[], directoryOffset: number): Problem[] {
	const problems: Problem[] = [];
	let free = 0;
	for (const entry of entries.toSorted((a, b) => a.central.offset - b.central.offset)) {
		const end = entry.local.dataOffset + entry.central.compressedSize;
		if (entry.central.offset < free) {
			const message = "It shares bytes with another entry.";
			problems.push(archiveProblem("archive/overlap", entry.name, message));
		} else if (end > directoryOffset) {
			const message = "It reaches into the list of entries.";
			problems.push(archiveProblem("archive/overlap", entry.name, message));
		}
		free = Math.max(free, end);
	}
	return problems;
}

/** By what the headers say. They may lie, but no entry is ever decompressed beyond what its header says. */
function tooLarge(entries: readonly ZipEntry[], limits: ArchiveLimits): Problem[] {
	const read = entries.filter(({ name }) => !isLeftBehind(name));
	const total = read.reduce((sum, { central }) => sum + central.size, 0);
	if (total <= limits.totalBytes) return [];
	const message = `${total} bytes once unpacked; ${limits.totalBytes} are allowed.`;
	return [archiveProblem("archive/too-large", "", message)];
}
