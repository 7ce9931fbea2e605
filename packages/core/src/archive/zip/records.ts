/**
 * The records of a zip, read as they stand and believed in nothing: PKWARE APPNOTE 6.3, section 4.3.
 * Everything here answers undefined where the bytes are not what they should be, and looks never past their end.
 */

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const ZIP64_LOCATOR = 0x0706_4b50;
const DESCRIPTOR = 0x0807_4b50;
const SPANNED = 0x3030_4b50;

const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const ZIP64_LOCATOR_LENGTH = 20;
const LONGEST_COMMENT = 0xffff;
const END_SIGNATURE = Buffer.from("PK\x05\x06", "latin1");

/** Stand where a number is too large for its field, and is to be had from a record of zip64. */
export const IN_ZIP64 = 0xffff_ffff;
export const ENTRIES_IN_ZIP64 = 0xffff;

export interface EndRecord {
	readonly offset: number;
	/** Where the record and its comment end. */
	readonly end: number;
	readonly disk: number;
	readonly directoryDisk: number;
	readonly entriesHere: number;
	readonly entries: number;
	readonly directorySize: number;
	readonly directoryOffset: number;
	readonly isZip64: boolean;
	/** The signature stands in the comment once more: other readers start there. */
	readonly isTwofold: boolean;
}

export interface Header {
	readonly flags: number;
	readonly method: number;
	readonly crc: number;
	readonly compressedSize: number;
	readonly size: number;
	readonly name: Buffer;
	readonly extra: Buffer;
}

export interface CentralHeader extends Header {
	readonly disk: number;
	/** The system that it was made on: 0 is DOS, 3 Unix, 10 and 14 Windows, 19 macOS. */
	readonly host: number;
	/** Type and mode bits of Unix in the upper half, attributes of DOS in the lower. */
	readonly attributes: number;
	/** Of the local header. */
	readonly offset: number;
	/** Where the next one starts. */
	readonly end: number;
}

export interface LocalHeader extends Header {
	readonly dataOffset: number;
}

export function startsLikeZip(zip: Buffer): boolean {
	return zip.length >= 4 && [LOCAL, END, DESCRIPTOR, SPANNED].includes(zip.readUInt32LE(0));
}

/** The first of several volumes starts with a mark of its own: section 8.5. */
export function startsLikeVolume(zip: Buffer): boolean {
	return zip.length >= 4 && [DESCRIPTOR, SPANNED].includes(zip.readUInt32LE(0));
}

/** The last end record, whether or not it is where it should be. */
export function findEnd(zip: Buffer): EndRecord | undefined {
	const first = Math.max(0, zip.length - END_LENGTH - LONGEST_COMMENT);
	for (let at = zip.length - END_LENGTH; at >= first; at -= 1) {
		if (zip[at] !== 0x50 || zip.readUInt32LE(at) !== END) continue;
		const locator = at - ZIP64_LOCATOR_LENGTH;
		return {
			offset: at,
			end: at + END_LENGTH + zip.readUInt16LE(at + 20),
			disk: zip.readUInt16LE(at + 4),
			directoryDisk: zip.readUInt16LE(at + 6),
			entriesHere: zip.readUInt16LE(at + 8),
			entries: zip.readUInt16LE(at + 10),
			directorySize: zip.readUInt32LE(at + 12),
			directoryOffset: zip.readUInt32LE(at + 16),
			isTwofold: zip.includes(END_SIGNATURE, at + 1),
			isZip64: locator >= 0 && zip.readUInt32LE(locator) === ZIP64_LOCATOR,
		};
	}
	return undefined;
}

export function readCentral(zip: Buffer, at: number): CentralHeader | undefined {
	if (at + CENTRAL_LENGTH > zip.length || zip.readUInt32LE(at) !== CENTRAL) return undefined;
	const nameEnd = at + CENTRAL_LENGTH + zip.readUInt16LE(at + 28);
	const extraEnd = nameEnd + zip.readUInt16LE(at + 30);
	const end = extraEnd + zip.readUInt16LE(at + 32);
	if (end > zip.length) return undefined;
	return {
		flags: zip.readUInt16LE(at + 8),
		method: zip.readUInt16LE(at + 10),
		crc: zip.readUInt32LE(at + 16),
		compressedSize: zip.readUInt32LE(at + 20),
		size: zip.readUInt32LE(at + 24),
		disk: zip.readUInt16LE(at + 34),
		host: zip.readUInt8(at + 5),
		attributes: zip.readUInt32LE(at + 38),
		offset: zip.readUInt32LE(at + 42),
		name: zip.subarray(at + CENTRAL_LENGTH, nameEnd),
		extra: zip.subarray(nameEnd, extraEnd),
		end,
	};
}

export function readLocal(zip: Buffer, at: number): LocalHeader | undefined {
	if (at + LOCAL_LENGTH > zip.length || zip.readUInt32LE(at) !== LOCAL) return undefined;
	const nameEnd = at + LOCAL_LENGTH + zip.readUInt16LE(at + 26);
	const extraEnd = nameEnd + zip.readUInt16LE(at + 28);
	if (extraEnd > zip.length) return undefined;
	return {
		flags: zip.readUInt16LE(at + 6),
		method: zip.readUInt16LE(at + 8),
		crc: zip.readUInt32LE(at + 14),
		compressedSize: zip.readUInt32LE(at + 18),
		size: zip.readUInt32LE(at + 22),
		name: zip.subarray(at + LOCAL_LENGTH, nameEnd),
		extra: zip.subarray(nameEnd, extraEnd),
		dataOffset: extraEnd,
	};
}

/** Extra fields in their order; each number can stand there more than once. */
export function readExtra(extra: Buffer): readonly ExtraField[] | undefined {
	const fields: ExtraField[] = [];
	let at = 0;
	while (at < extra.length) {
		if (at + 4 > extra.length) return undefined;
		const end = at + 4 + extra.readUInt16LE(at + 2);
		if (end > extra.length) return undefined;
		fields.push({ id: extra.readUInt16LE(at), data: extra.subarray(at + 4, end) });
		at = end;
	}
	return fields;
}

export interface ExtraField {
	readonly id: number;
	readonly data: Buffer;
}

/**
 * How many bytes of `zip` from `at` on repeat the CRC and the sizes of `header`, with or without a signature of their
 * own: section 4.3.9. undefined where they say anything else.
 */
export function descriptorLength(zip: Buffer, at: number, header: Header): number | undefined {
	const says = (from: number) =>
		from + 12 <= zip.length &&
		zip.readUInt32LE(from) === header.crc &&
		zip.readUInt32LE(from + 4) === header.compressedSize &&
		zip.readUInt32LE(from + 8) === header.size;
	if (at + 4 <= zip.length && zip.readUInt32LE(at) === DESCRIPTOR && says(at + 4)) return 16;
	return says(at) ? 12 : undefined;
}

/** Content that a reader without the list would take for its own end. */
export function holdsDescriptor(content: Buffer): boolean {
	return content.includes("PK\x07\x08", 0, "latin1");
}
