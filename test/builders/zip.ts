import { crc32, deflateRawSync } from "node:zlib";
import { writeZip } from "@graft/core/archive/write-zip";
import { bytesOf, type Files } from "./tree.ts";

/** A correct zip of these files, as Graft itself writes one. */
export function makeZip(files: Files): Uint8Array {
	return writeZip(
		Object.entries(files).map(([path, content]) => ({
			path,
			bytes: bytesOf(content),
			executable: false,
		})),
	);
}

/** What a header says, true or not. */
export interface RawHeader {
	name: string | Uint8Array;
	made: number;
	flags: number;
	method: number;
	crc: number;
	compressedSize: number;
	size: number;
	extra: Uint8Array;
	disk: number;
	attributes: number;
	/** Of the local header, from the start of the zip. */
	offset: number;
	signature: number;
}

export interface RawEntry {
	name: string | Uint8Array;
	/** What lies in the zip behind the local header, compressed or not; the headers say its size and CRC unless told otherwise. */
	body?: string | Uint8Array;
	/** Said by both headers. */
	says?: Partial<RawHeader>;
	/** Said by one of them alone. */
	local?: Partial<RawHeader>;
	central?: Partial<RawHeader>;
	/** Bytes between the body and the next entry, such as a data descriptor. */
	after?: Uint8Array;
	/** In the list only: neither local header nor body are written. */
	listedOnly?: boolean;
}

export interface RawEnd {
	before: Uint8Array;
	comment: string | Uint8Array;
	after: Uint8Array;
	disk: number;
	entriesHere: number;
	entries: number;
	directorySize: number;
	directoryOffset: number;
	/** Records between the list and the end record, such as those of zip64. */
	records: Uint8Array;
}

const none = new Uint8Array();
const UNIX = 0x0314;
const PLAIN_FILE = (0o100644 << 16) >>> 0;
const PLAIN_FOLDER = ((0o040755 << 16) | 0x10) >>> 0;

/** Numbers as little-endian fields: `[[2, 20], [4, 0]]` is two bytes and four bytes. */
export function fields(
	...list: readonly (readonly [width: 1 | 2 | 4, value: number])[]
): Uint8Array {
	const buffer = Buffer.alloc(list.reduce((sum, [width]) => sum + width, 0));
	let at = 0;
	for (const [width, value] of list) at = buffer.writeUIntLE(value, at, width);
	return buffer;
}

export function extraField(id: number, content: Uint8Array): Uint8Array {
	return Buffer.concat([fields([2, id], [2, content.length]), content]);
}

/** A second name for an entry whose header says `name`: APPNOTE 4.6.9. */
export function unicodePath(
	name: string | Uint8Array,
	unicode: string,
	crc = crc32(bytesOf(name)),
): Uint8Array {
	return extraField(0x7075, Buffer.concat([fields([1, 1], [4, crc]), bytesOf(unicode)]));
}

/** What follows content whose sizes were not known before it: APPNOTE 4.3.9. */
export function descriptor(
	{ crc, compressedSize, size }: Pick<RawHeader, "crc" | "compressedSize" | "size">,
	{ signed = true } = {},
): Uint8Array {
	const sizes = fields([4, crc], [4, compressedSize], [4, size]);
	return signed ? Buffer.concat([fields([4, 0x0807_4b50]), sizes]) : sizes;
}

/** A deflated entry whose headers tell the truth. */
export function deflatedEntry(name: string | Uint8Array, content: string | Uint8Array): RawEntry {
	const bytes = bytesOf(content);
	const body = deflateRawSync(bytes);
	const says = {
		method: 8,
		crc: crc32(bytes),
		compressedSize: body.length,
		size: bytes.length,
	};
	return { name, body, says };
}

function header(entry: RawEntry, offset: number): RawHeader {
	const body = bytesOf(entry.body ?? "");
	const folder = typeof entry.name === "string" && entry.name.endsWith("/");
	return {
		name: entry.name,
		made: UNIX,
		flags: 0x0800,
		method: 0,
		crc: crc32(body),
		compressedSize: body.length,
		size: body.length,
		extra: none,
		disk: 0,
		attributes: folder ? PLAIN_FOLDER : PLAIN_FILE,
		offset,
		signature: 0,
		...entry.says,
	};
}

function localHeader(entry: RawEntry, offset: number): Uint8Array {
	const said = { ...header(entry, offset), signature: 0x0403_4b50, ...entry.local };
	const name = bytesOf(said.name);
	return Buffer.concat([
		fields([4, said.signature], [2, 20], [2, said.flags], [2, said.method], [4, 0x0021_0000]),
		fields([4, said.crc], [4, said.compressedSize], [4, said.size]),
		fields([2, name.length], [2, said.extra.length]),
		name,
		said.extra,
	]);
}

function centralHeader(entry: RawEntry, offset: number): Uint8Array {
	const said = { ...header(entry, offset), signature: 0x0201_4b50, ...entry.central };
	const name = bytesOf(said.name);
	return Buffer.concat([
		fields([4, said.signature], [2, said.made], [2, 20], [2, said.flags], [2, said.method]),
		fields([4, 0x0021_0000], [4, said.crc], [4, said.compressedSize], [4, said.size]),
		fields([2, name.length], [2, said.extra.length], [2, 0], [2, said.disk], [2, 0]),
		fields([4, said.attributes], [4, said.offset]),
		name,
		said.extra,
	]);
}

/** A zip written byte by byte (PKWARE APPNOTE 6.3, section 4.3), in which every header can lie. */
export function rawZip(entries: readonly RawEntry[], end: Partial<RawEnd> = {}): Uint8Array {
	const blocks: Uint8Array[] = [end.before ?? none];
	const directory: Uint8Array[] = [];
	let offset = blocks[0]?.length ?? 0;
	for (const entry of entries) {
		directory.push(centralHeader(entry, offset));
		if (entry.listedOnly) continue;
		const block = [localHeader(entry, offset), bytesOf(entry.body ?? ""), entry.after ?? none];
		blocks.push(...block);
		offset += block.reduce((sum, bytes) => sum + bytes.length, 0);
	}
	const list = Buffer.concat(directory);
	const comment = bytesOf(end.comment ?? "");
	const count = end.entries ?? entries.length;
	return Buffer.concat([
		...blocks,
		list,
		end.records ?? none,
		fields([4, 0x0605_4b50], [2, end.disk ?? 0], [2, end.disk ?? 0]),
		fields([2, end.entriesHere ?? count], [2, count]),
		fields([4, end.directorySize ?? list.length], [4, end.directoryOffset ?? offset]),
		fields([2, comment.length]),
		comment,
		end.after ?? none,
	]);
}
