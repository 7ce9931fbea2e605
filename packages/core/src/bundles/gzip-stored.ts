import { crc32 } from "node:zlib";

const LARGEST_BLOCK = 0xffff;
/** Deflate, no flags, no time, no extra flags, and Unix, wherever this runs: RFC 1952, section 2.3. */
const HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3);

/**
 * gzip without compression, written by hand: builds of zlib cut even stored data into different blocks, and
 * Node writes its own system into the header. RFC 1952; blocks as in RFC 1951, section 3.2.4.
 */
export function gzipStored(bytes: Uint8Array): Uint8Array {
	const parts: Uint8Array[] = [HEADER];
	let at = 0;
	do {
		const block = bytes.subarray(at, at + LARGEST_BLOCK);
		at += block.length;
		const head = Buffer.alloc(5);
		head.writeUInt8(at === bytes.length ? 1 : 0, 0);
		head.writeUInt16LE(block.length, 1);
		head.writeUInt16LE(~block.length & 0xffff, 3);
		parts.push(head, block);
	} while (at < bytes.length);
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(crc32(bytes), 0);
	trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
	parts.push(trailer);
	return new Uint8Array(Buffer.concat(parts));
}
