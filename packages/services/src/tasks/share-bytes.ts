import { setImmediate as turn } from "node:timers/promises";

const sliceBytes = 8 * 1024 * 1024;

/** Memory that workers see without a copy. */
export function sharedBytes(length: number): Uint8Array<SharedArrayBuffer> {
	return new Uint8Array(new SharedArrayBuffer(length));
}

/** The same bytes where workers see them; copied in slices, so that meanwhile others are answered. */
export async function shareBytes(bytes: Uint8Array): Promise<Uint8Array> {
	if (bytes.buffer instanceof SharedArrayBuffer) return bytes;
	const shared = sharedBytes(bytes.length);
	for (let at = 0; at < bytes.length; at += sliceBytes) {
		shared.set(bytes.subarray(at, at + sliceBytes), at);
		await turn();
	}
	return shared;
}
