import { constants, fstatSync, readSync, type Stats } from "node:fs";
import {
	type FileHandle,
	lstat,
	mkdir,
	open,
	readdir,
	rename,
	rm,
	rmdir,
	stat,
	unlink,
} from "node:fs/promises";
import type { Connection, Entry, EntryKind, Stat } from "../connection.ts";
import { fileFailure, notAFile, tooLarge } from "../failures.ts";
import { fromSource } from "../source.ts";
import { contentOf, copyFile, digestFile, openForReading } from "./contents.ts";
import { runLocal } from "./run-local.ts";

const label = "local";

/** This machine, as whoever runs Graft. */
export function openLocal(stateFolder: string): Connection {
	return {
		label,
		hasShell: async () => true,
		stateFolder,
		read: readWhole,
		list: listFolder,
		stat: (path) => look(path, stat),
		lstat: (path) => look(path, lstat),
		kind: async (path) => (await look(path, lstat))?.kind,
		digest: (path) =>
			told("read", path, async () => {
				const found = await unlessMissing(stat(path));
				if (!found?.isFile()) return found && null;
				const file = await unlessMissing(openForReading(path));
				return file && digestFile(file);
			}),
		copy: (from, to, { mode }) =>
			told("copy", from, async () => {
				if (!(await copyFile(await openForReading(from), to, mode)))
					throw notAFile(label, "copy", from);
			}),
		write: (path, content, options) =>
			fromSource(content, (chunks) => writeWhole(path, chunks, options)),
		stream,
		rename: (from, to) => told("rename", from, () => rename(from, to)),
		remove: (path) => told("remove", path, () => unlessMissing(unlink(path)).then(() => undefined)),
		makeFolder,
		removeFolder: (path) =>
			told("remove", path, async () => {
				try {
					await rmdir(path);
					return true;
				} catch (error) {
					if (hasCode(error, "ENOENT", "ENOTEMPTY", "EEXIST")) return false;
					throw error;
				}
			}),
		run: (argv, options) => runLocal(label, argv, options),
		close: async () => undefined,
	};
}

async function* stream(path: string): AsyncGenerator<Uint8Array> {
	try {
		const file = await openForReading(path);
		try {
			if (!(await file.stat()).isFile()) throw notAFile(label, "read", path);
			for await (const chunk of contentOf(file)) yield Buffer.from(chunk);
		} finally {
			await file.close();
		}
	} catch (error) {
		throw explained("read", path, error);
	}
}

async function readWhole(path: string, limit = 16 * 1024 * 1024): Promise<Uint8Array | undefined> {
	return told("read", path, async () => {
		const file = await unlessMissing(openForReading(path));
		if (file === undefined) return undefined;
		try {
			const found = fstatSync(file.fd);
			if (!found.isFile()) throw notAFile(label, "read", path);
			const bytes = readSmall(file, found.size) ?? (await readUpTo(file, limit + 1));
			if (bytes.length > limit) throw tooLarge(label, path, limit);
			return bytes;
		} finally {
			await file.close();
		}
	});
}

const small = 64 * 1024;

/** Settings are dozens of small files, and to wait for each step of each takes longer than it; undefined for others. */
function readSmall(file: FileHandle, size: number): Uint8Array | undefined {
	if (size === 0 || size > small) return undefined;
	const bytes = Buffer.allocUnsafe(size + 1);
	const read = readSync(file.fd, bytes, 0, bytes.length, 0);
	// Anything else changes right now, or lies about its size.
	return read === size ? bytes.subarray(0, size) : undefined;
}

/** Until the end: files below /proc say that they are empty, and are not. */
async function readUpTo(file: FileHandle, most: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	for (let total = 0; total < most; ) {
		const chunk = Buffer.allocUnsafe(Math.min(64 * 1024, most - total));
		const { bytesRead } = await file.read(chunk, 0, chunk.length, total);
		if (bytesRead === 0) break;
		chunks.push(chunk.subarray(0, bytesRead));
		total += bytesRead;
	}
	return Buffer.concat(chunks);
}

async function listFolder(path: string): Promise<readonly Entry[] | undefined> {
	return told("list", path, async () => {
		const entries = await unlessMissing(readdir(path, { withFileTypes: true }));
		return entries
			?.map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
			.sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
	});
}

async function look(
	path: string,
	how: (path: string) => Promise<Stats>,
): Promise<Stat | undefined> {
	return told("look at", path, async () => {
		const found = await unlessMissing(how(path));
		return (
			found && {
				kind: kindOf(found),
				bytes: found.size,
				mode: found.mode & 0o7777,
				uid: found.uid,
				modifiedAt: Math.floor(found.mtimeMs),
			}
		);
	});
}

async function writeWhole(
	path: string,
	chunks: AsyncIterable<Uint8Array>,
	{ mode, exclusive = false }: { mode: number; exclusive?: boolean },
): Promise<boolean> {
	return told("write", path, async () => {
		const anew = () =>
			open(path, "wx", mode).catch((error) => {
				if (hasCode(error, "EEXIST")) return undefined;
				throw error;
			});
		let file = await anew();
		if (file === undefined) {
			if (exclusive) return false;
			await unlessMissing(unlink(path));
			// Whoever puts something there once more does so on purpose.
			file = await open(path, "wx", mode);
		}
		try {
			await file.chmod(mode);
			for await (const chunk of chunks) await file.writeFile(chunk);
			await file.sync();
		} catch (error) {
			// Half a file is nobody's, and half a lock least of all.
			await rm(path, { force: true }).catch(() => undefined);
			throw error;
		} finally {
			await file.close();
		}
		return true;
	});
}

async function makeFolder(path: string, mode: number): Promise<boolean> {
	return told("make", path, async () => {
		try {
			await mkdir(path, { mode });
		} catch (error) {
			if (hasCode(error, "EEXIST") && (await look(path, stat))?.kind === "folder") return false;
			throw error;
		}
		// mkdir takes the umask off. Not by the path: whoever owns the folder above may have put a link there by now.
		const folder = await open(
			path,
			constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW,
		);
		try {
			await folder.chmod(mode);
		} finally {
			await folder.close();
		}
		return true;
	});
}

function kindOf(found: {
	isFile(): boolean;
	isDirectory(): boolean;
	isSymbolicLink(): boolean;
}): EntryKind {
	if (found.isFile()) return "file";
	if (found.isDirectory()) return "folder";
	return found.isSymbolicLink() ? "link" : "other";
}

async function unlessMissing<T>(work: Promise<T>): Promise<T | undefined> {
	try {
		return await work;
	} catch (error) {
		if (hasCode(error, "ENOENT", "ENOTDIR", "ELOOP")) return undefined;
		throw error;
	}
}

/** An error of the system becomes one that says what was being done, and to what. */
async function told<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw explained(doing, path, error);
	}
}

function explained(doing: string, path: string, error: unknown): unknown {
	return hasCode(error) ? fileFailure(label, doing, path, error.message, error) : error;
}

function hasCode(error: unknown, ...codes: string[]): error is NodeJS.ErrnoException {
	if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return false;
	return codes.length === 0 || codes.includes(error.code);
}
