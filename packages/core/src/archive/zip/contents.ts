import { crc32, inflateRawSync } from "node:zlib";
import type { Problem } from "../../domain/problem.ts";
import type { ArchiveCode } from "../codes.ts";
import { isLeftBehind } from "../left-behind.ts";
import { archiveProblem } from "../problems.ts";
import { STORED, type ZipEntry } from "./entry-rules.ts";

interface Contents {
	/** By name, without folders and what macOS left behind. */
	readonly files: ReadonlyMap<string, Uint8Array>;
	readonly problems: readonly Problem[];
}

/** Decompresses into memory. `entries` must have passed all rules; none becomes larger than its header says. */
export function readContents(zip: Buffer, entries: readonly ZipEntry[]): Contents {
	const files = new Map<string, Uint8Array>();
	const problems: Problem[] = [];
	for (const entry of entries) {
		if (isLeftBehind(entry.name)) continue;
		const content = contentOf(zip, entry);
		if (typeof content === "string") {
			problems.push(archiveProblem(content, entry.name, messages[content]));
		} else if (!entry.name.endsWith("/")) files.set(entry.name, content);
	}
	return { files, problems };
}

const messages = {
	"archive/bad-crc": "Its content does not fit its CRC.",
	"archive/bad-data": "Its compressed content is damaged.",
	"archive/bad-size": "It is not as large as its header says.",
	"archive/stray-bytes":
		"Bytes follow the end of its compressed content: some programs would read them.",
} satisfies Partial<Record<ArchiveCode, string>>;

function contentOf(zip: Buffer, { central, local }: ZipEntry): Uint8Array | keyof typeof messages {
	const packed = zip.subarray(local.dataOffset, local.dataOffset + central.compressedSize);
	const content = central.method === STORED ? packed : inflate(packed, central.size);
	if (typeof content === "string") return content;
	if (content.length !== central.size) return "archive/bad-size";
	if (crc32(content) !== central.crc) return "archive/bad-crc";
	return new Uint8Array(content.buffer, content.byteOffset, content.length);
}

/** One chunk for what a header says, within reason: pieces would have to be joined. One byte more, and it is seen to be over. */
function chunkFor(size: number): number {
	return Math.min(Math.max(size + 1, leastChunk), mostChunk);
}

const leastChunk = 1024;
const mostChunk = 1024 * 1024;

interface Inflated {
	readonly buffer: Buffer;
	/** `bytesWritten`: into it, so far as they belong to the compressed content. */
	readonly engine: { readonly bytesWritten: number };
}

function inflate(packed: Buffer, size: number): Buffer | keyof typeof messages {
	try {
		// The typings do not know what `info` makes of the answer.
		const options = { maxOutputLength: Math.max(size, 1), info: true, chunkSize: chunkFor(size) };
		const { buffer, engine } = inflateRawSync(packed, options) as unknown as Inflated;
		return engine.bytesWritten === packed.length ? buffer : "archive/stray-bytes";
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		return code === "ERR_BUFFER_TOO_LARGE" ? "archive/bad-size" : "archive/bad-data";
	}
}
