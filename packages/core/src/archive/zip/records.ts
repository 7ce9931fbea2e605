/**
 * The records of a zip, read as they stand and believed in nothing: PKWARE APPNOTE 6.3, section 4.3.
 * Everything here answers undefined where the bytes are not what they should be, and looks never past their end.
 */

const LOCAL = 0x0403_4b50;
const CENTRAL = 0x0201_4b50;
const END = 0x0605_4b50;
const ZIP64_LOCATOR = 0x0706_4b50;

const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const ZIP64_LOCATOR_LENGTH = 20;
const LONGEST_COMMENT = 0xffff;

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
}

interface Header {
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
	return zip.length >= 4 && [LOCAL, END].includes(zip.readUInt32LE(0));
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

/** Extra fields by their number. */
export function readExtra(extra: Buffer): ReadonlyMap<number, Buffer> | undefined {
	const fields = new Map<number, Buffer>();
	let at = 0;
	while (at < extra.length) {
		if (at + 4 > extra.length) return undefined;
		const end = at + 4 + extra.readUInt16LE(at + 2);
		if (end > extra.length) return undefined;
		fields.set(extra.readUInt16LE(at), extra.subarray(at + 4, end));
		at = end;
	}
	return fields;
}
