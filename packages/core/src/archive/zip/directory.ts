import { countOf, formatCount } from "../../domain/counts.ts";
import type { Problem } from "../../domain/problem.ts";
import type { ArchiveCode } from "../codes.ts";
import { isLeftBehind } from "../left-behind.ts";
import type { ArchiveLimits } from "../limits.ts";
import { clashes, pathProblems } from "../path-rules.ts";
import { archiveProblem } from "../problems.ts";
import { nameOf } from "./entry-name.ts";
import { entryProblems, type Finding, type ZipEntry } from "./entry-rules.ts";
import { layoutProblems } from "./layout.ts";
import { isProgram, otherKind } from "./other-kinds.ts";
import {
	type CentralHeader,
	ENTRIES_IN_ZIP64,
	type EndRecord,
	findEnd,
	IN_ZIP64,
	readCentral,
	readLocal,
	startsLikeVolume,
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
	if (startsLikeVolume(zip)) return nothing("archive/split", "It is one volume of several.");
	const program = isProgram(zip);
	if (!startsLikeZip(zip) && !program) return notZip(zip);
	const end = findEnd(zip);
	if (end === undefined && program) return notZip(zip);
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
	// A program that unpacks itself stands before its first entry, and no reader takes it for one.
	const start = program ? Math.min(...entries.map(({ central }) => central.offset)) : 0;
	const layout = layoutProblems(zip, entries, start, end.directoryOffset);
	// Where an entry could not be read, its bytes would seem to be nobody's.
	const isWhole = entries.length === headers.length;
	problems.push(...layout.filter(({ code }) => isWhole || code !== "archive/stray-bytes"));
	problems.push(...tooLarge(entries, limits));
	return { entries, problems };
}

function nothing(code: ArchiveCode, message: string): ZipDirectory {
	return { entries: [], problems: [archiveProblem(code, "", message)] };
}

function notZip(zip: Buffer): ZipDirectory {
	const { is, hint } = otherKind(zip);
	const message = `The file is not a zip: ${is}.`;
	return { entries: [], problems: [archiveProblem("archive/not-a-zip", "", message, hint)] };
}

function endFinding(zip: Buffer, end: EndRecord, limits: ArchiveLimits): Finding | undefined {
	if (end.end < zip.length) {
		return [
			"archive/trailing-bytes",
			`The end of the zip is followed by ${countOf(zip.length - end.end, "byte")}.`,
		];
	}
	if (end.isTwofold) return ["archive/bad-directory", "Its comment holds a second end of a zip."];
	if (end.isZip64 || end.directoryOffset === IN_ZIP64 || end.entries === ENTRIES_IN_ZIP64) {
		return ["archive/zip64", "It uses zip64, which is for archives of many gigabytes."];
	}
	if (end.disk !== 0 || end.directoryDisk !== 0 || end.entriesHere !== end.entries) {
		return ["archive/split", "It is one volume of several."];
	}
	if (end.entries > limits.entries) {
		const message = `${formatCount(end.entries)} files and folders; at most ${formatCount(limits.entries)} are allowed.`;
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

function readEntry(zip: Buffer, central: CentralHeader): ZipEntry | Problem {
	const latin = central.name.toString("latin1");
	if (central.disk !== 0) return archiveProblem("archive/split", latin, "It is on another volume.");
	const local = readLocal(zip, central.offset);
	if (local === undefined) {
		const message = "Its own header is not where the list says.";
		return archiveProblem("archive/bad-header", latin, message);
	}
	const name = nameOf(central, local);
	if (typeof name !== "string") return archiveProblem(name[0], latin, name[1]);
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

/** By what the headers say. They may lie, but no entry is ever decompressed beyond what its header says. */
function tooLarge(entries: readonly ZipEntry[], limits: ArchiveLimits): Problem[] {
	const read = entries.filter(({ name }) => !isLeftBehind(name));
	const total = read.reduce((sum, { central }) => sum + central.size, 0);
	if (total <= limits.totalBytes) return [];
	const message = `${countOf(total, "byte")} once unpacked; at most ${formatCount(limits.totalBytes)} are allowed.`;
	return [archiveProblem("archive/too-large", "", message)];
}
