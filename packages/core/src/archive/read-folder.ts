import { constants, type Dirent } from "node:fs";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { FileTree } from "../domain/archive.ts";
import { countOf, formatCount } from "../domain/counts.ts";
import { GraftError } from "../domain/errors.ts";
import type { Problem } from "../domain/problem.ts";
import { decodeUtf8 } from "../domain/utf8.ts";
import type { ArchiveCode } from "./codes.ts";
import { isLeftBehind } from "./left-behind.ts";
import { type ArchiveLimits, defaultLimits } from "./limits.ts";
import { makeTree } from "./make-tree.ts";
import { clashes, pathProblems } from "./path-rules.ts";
import { archiveProblem } from "./problems.ts";

export interface FolderReading {
	/** What could be read; its `root` is "". */
	readonly tree: FileTree;
	readonly problems: readonly Problem[];
}

/** What is read so far of the folder at `root`. */
interface Reading {
	readonly root: string;
	readonly limits: ArchiveLimits;
	readonly isLeftOut: (path: string) => boolean;
	readonly contents: Map<string, Uint8Array>;
	readonly problems: Problem[];
	entries: number;
	bytes: number;
}

/**
 * Reads an unzipped folder as an archive would be read: same rules, same limits. Follows no link, opens
 * nothing but plain files, and says all that is wrong with it. What `isLeftOut` is not even looked at.
 * GraftError "not-found" where there is no such folder.
 */
export async function readFolder(
	path: string,
	limits: Partial<ArchiveLimits> = {},
	isLeftOut: (path: string) => boolean = isLeftBehind,
): Promise<FolderReading> {
	const found = await lstat(path).catch(() => undefined);
	if (found === undefined || !found.isDirectory()) {
		throw new GraftError("not-found", `There is no folder ${path}.`, {
			hint: "Give the path of a folder that is not a link.",
		});
	}
	const reading: Reading = {
		root: path,
		limits: { ...defaultLimits, ...limits },
		isLeftOut,
		contents: new Map(),
		problems: [],
		entries: 0,
		bytes: 0,
	};
	await readInto(reading, "");
	reading.problems.push(...clashes([...reading.contents.keys()]));
	return { tree: makeTree("", reading.contents), problems: reading.problems };
}

function say(reading: Reading, code: ArchiveCode, path: string, message: string): void {
	reading.problems.push(archiveProblem(code, path, message));
}

/** False where a limit is reached: nothing more is read then. */
async function readInto(reading: Reading, folder: string): Promise<boolean> {
	const entries = await readdir(join(reading.root, folder), {
		withFileTypes: true,
		encoding: "buffer",
	}).catch(() => undefined);
	if (entries === undefined) {
		say(reading, "archive/unreadable", folder, "The folder cannot be read.");
		return true;
	}
	for (const entry of entries.sort((a, b) => Buffer.compare(a.name, b.name))) {
		const name = decodeUtf8(entry.name);
		if (name === undefined) {
			const latin = folder + entry.name.toString("latin1");
			say(reading, "archive/name-not-utf8", latin, "Its name is not UTF-8.");
		} else if (
			!reading.isLeftOut(folder + name) &&
			!(await readEntry(reading, entry, folder + name))
		) {
			return false;
		}
	}
	return true;
}

async function readEntry(reading: Reading, entry: Dirent<Buffer>, path: string): Promise<boolean> {
	const { limits } = reading;
	reading.entries += 1;
	if (reading.entries > limits.entries) {
		const message = `More than ${formatCount(limits.entries)} files and folders.`;
		say(reading, "archive/too-many-entries", "", message);
		return false;
	}
	const problems = pathProblems(path, limits);
	reading.problems.push(...problems);
	if (problems.length > 0) return true;
	if (entry.isDirectory()) return readInto(reading, `${path}/`);
	if (entry.isFile()) return readFile(reading, path);
	say(
		reading,
		"archive/special-file",
		path,
		"It is not a plain file or folder, but a link, a device or the like.",
	);
	return true;
}

async function readFile(reading: Reading, path: string): Promise<boolean> {
	const { limits } = reading;
	const content = await readPlain(join(reading.root, path), limits.totalBytes - reading.bytes);
	if (content === "too-large") {
		say(
			reading,
			"archive/too-large",
			path,
			`More than ${countOf(limits.totalBytes, "byte")} in all.`,
		);
		return false;
	}
	if (content === "unreadable") {
		say(reading, "archive/unreadable", path, "The file cannot be read.");
		return true;
	}
	reading.contents.set(path, content);
	reading.bytes += content.length;
	return true;
}

/** Opened so that neither a link nor a pipe that took its place since it was listed can catch us. */
const PLAIN = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

async function readPlain(
	path: string,
	limit: number,
): Promise<Uint8Array | "too-large" | "unreadable"> {
	let handle: FileHandle | undefined;
	try {
		handle = await open(path, PLAIN);
		const { size } = await handle.stat();
		if (size > limit) return "too-large";
		const bytes = new Uint8Array(size);
		let filled = 0;
		while (filled < size) {
			const { bytesRead } = await handle.read(bytes, filled, size - filled);
			if (bytesRead === 0) break;
			filled += bytesRead;
		}
		return bytes.subarray(0, filled);
	} catch {
		return "unreadable";
	} finally {
		await handle?.close();
	}
}
