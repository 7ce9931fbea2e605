import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { halfOf } from "../half.ts";

const atOnce = 256 * 1024;

/** Without waiting, which is for pipes: opening one would wait for somebody who writes to it. */
export function openForReading(path: string): Promise<FileHandle> {
	return open(path, constants.O_RDONLY | constants.O_NONBLOCK);
}

/** sha256 in hex; null where it is no file. Closes `file`. */
export async function digestFile(file: FileHandle): Promise<string | null> {
	try {
		if (!(await file.stat()).isFile()) return null;
		const hash = createHash("sha256");
		for await (const chunk of contentOf(file)) hash.update(chunk);
		return hash.digest("hex");
	} finally {
		await file.close();
	}
}

/** A new file at `to`, whole and on the disk when this resolves. False where `source` is no file. Closes `source`. */
export async function copyFile(source: FileHandle, to: string, mode: number): Promise<boolean> {
	try {
		if (!(await source.stat()).isFile()) return false;
		const half = halfOf(to);
		try {
			await fill(half, source, mode);
			await rename(half, to);
		} catch (error) {
			await rm(half, { force: true }).catch(() => undefined);
			throw error;
		}
		return true;
	} finally {
		await source.close();
	}
}

async function fill(path: string, source: FileHandle, mode: number): Promise<void> {
	// Made anew: a link that somebody put there is taken away, not gone through.
	await rm(path, { force: true });
	const target = await open(path, "wx", 0o600);
	try {
		for await (const chunk of contentOf(source)) await target.writeFile(chunk);
		await target.chmod(mode);
		await target.sync();
	} finally {
		await target.close();
	}
}

/** Each chunk is good until the next one is asked for: they share their memory. */
export async function* contentOf(file: FileHandle): AsyncGenerator<Buffer> {
	const buffer = Buffer.allocUnsafe(atOnce);
	for (;;) {
		const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
		if (bytesRead === 0) return;
		yield buffer.subarray(0, bytesRead);
	}
}
