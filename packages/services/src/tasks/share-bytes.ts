import { setImmediate as turn } from "node:timers/promises";
import type { ArchiveFile } from "@graft/core/domain/archive";

/** Each page of fresh memory costs the kernel a fault, on a guest far more: a slice is little enough there, too. */
const sliceBytes = 1024 * 1024;

/** Memory that workers see without a copy. */
export function sharedBytes(length: number): Uint8Array<SharedArrayBuffer> {
	return new Uint8Array(new SharedArrayBuffer(length));
}

/** The same bytes where workers see them; copied in slices, so that meanwhile others are answered. */
export async function shareBytes(bytes: Uint8Array): Promise<Uint8Array> {
	if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
	const shared = sharedBytes(bytes.length);
	await fill(shared, bytes);
	return shared;
}

/** The same for files, by their path: all of them in one piece of memory. */
export async function shareFiles(
	files: readonly ArchiveFile[],
): Promise<ReadonlyMap<string, ArchiveFile>> {
	const memory = sharedBytes(files.reduce((sum, { bytes }) => sum + bytes.length, 0));
	const shared = new Map<string, ArchiveFile>();
	let at = 0;
	for (const file of files) {
		const bytes = memory.subarray(at, at + file.bytes.length);
		await fill(bytes, file.bytes);
		shared.set(file.path, { ...file, bytes });
		at += bytes.length;
	}
	return shared;
}

async function fill(shared: Uint8Array, bytes: Uint8Array): Promise<void> {
	for (let at = 0; at < bytes.length; at += sliceBytes) {
		shared.set(bytes.subarray(at, at + sliceBytes), at);
		await turn();
	}
}
