import type { Column } from "./table.ts";

interface Type {
	readonly name: string;
	readonly numbers: readonly number[];
	readonly members: readonly string[];
	readonly unsigned: boolean;
	readonly zerofill: boolean;
}

/**
 * True where every value of `narrow` stays the same in `wide`: a number the same number, a text the same text.
 * Unsure is false: then the column stays as it is.
 */
export function holds(wide: Column, narrow: Column): boolean {
	if (wide.type === narrow.type) return true;
	const to = readType(wide.type);
	const from = readType(narrow.type);
	if (to.zerofill || from.zerofill) return false;
	if (isInteger(to) && isInteger(from)) return holdsIntegers(to, from);
	if (to.name === "decimal") return holdsDecimals(to, from);
	if (isText(to)) return textLengthOf(from, narrow) <= capacityOf(to, narrow, from);
	// BINARY fills up with noughts, which then are part of the value.
	if (isBinary(to)) {
		return to.name !== "binary" && isBinary(from) && bytesOf(from) <= bytesOf(to);
	}
	if (to.name === "enum" && from.name === "enum") {
		return from.members.every((member) => to.members.includes(member));
	}
	return false;
}

/** A type that a key takes only in part. */
export function needsPrefix(type: string): boolean {
	return /^(tiny|medium|long)?(text|blob)\b/.test(type);
}

/** Whether a key takes this column, or `length` characters of it. */
export function takesPart({ type }: Column, length: number | null): boolean {
	if (length === null) return !needsPrefix(type);
	if (needsPrefix(type)) return true;
	return /^(var)?(char|binary)/.test(type) && (readType(type).numbers[0] ?? 1) > length;
}

/** The most bytes that a value, or `length` characters of it, can take in a key. */
export function keyBytes(column: Column, length: number | null): number {
	const type = readType(column.type);
	if (!isText(type) && !isBinary(type)) return 8;
	return (length ?? type.numbers[0] ?? 0) * (isText(type) ? widthOf(column.charset) : 1);
}

function readType(type: string): Type {
	const name = /^\w+/.exec(type)?.[0]?.toLowerCase() ?? "";
	const inside = /\((.*)\)/s.exec(type)?.[1] ?? "";
	return {
		name,
		numbers: /^[\d,\s]+$/.test(inside) ? inside.split(",").map(Number) : [],
		members: [...inside.matchAll(/'((?:[^'\\]|\\[\s\S]|'')*)'/g)].map(([, text = ""]) => text),
		unsigned: /\bunsigned\b/i.test(type.slice(type.lastIndexOf(")") + 1)),
		zerofill: /\bzerofill\b/i.test(type.slice(type.lastIndexOf(")") + 1)),
	};
}

const INTEGERS = ["tinyint", "smallint", "mediumint", "int", "bigint"];
/** Digits of the largest value, and with its sign. */
const DIGITS: Readonly<Record<string, number>> = {
	tinyint: 3,
	smallint: 5,
	mediumint: 8,
	int: 10,
	bigint: 20,
};

function isInteger({ name }: Type): boolean {
	return INTEGERS.includes(name);
}

function holdsIntegers(to: Type, from: Type): boolean {
	const difference = INTEGERS.indexOf(to.name) - INTEGERS.indexOf(from.name);
	if (to.unsigned === from.unsigned) return difference >= 0;
	return from.unsigned && difference > 0;
}

function holdsDecimals(to: Type, from: Type): boolean {
	const [digits = 10, scale = 0] = to.numbers;
	if (to.unsigned && !from.unsigned) return false;
	// An integer would be read back with a point behind it.
	if (isInteger(from)) return scale === 0 && digits >= (DIGITS[from.name] ?? 20);
	const [fromDigits = 10, fromScale = 0] = from.numbers;
	// With more places behind the point it is the same number, written with more noughts.
	return from.name === "decimal" && scale >= fromScale && digits - scale >= fromDigits - fromScale;
}

const TEXT_BYTES: Readonly<Record<string, number>> = {
	tinytext: 255,
	text: 65_535,
	mediumtext: 16_777_215,
	longtext: 4_294_967_295,
};
const BLOB_BYTES: Readonly<Record<string, number>> = {
	tinyblob: 255,
	blob: 65_535,
	mediumblob: 16_777_215,
	longblob: 4_294_967_295,
};

function isText({ name }: Type): boolean {
	return name === "char" || name === "varchar" || name in TEXT_BYTES;
}

function isBinary({ name }: Type): boolean {
	return name === "varbinary" || name === "binary" || name in BLOB_BYTES;
}

function bytesOf({ name, numbers }: Type): number {
	return BLOB_BYTES[name] ?? numbers[0] ?? 1;
}

/** In characters where both can tell, else in bytes. */
function capacityOf(to: Type, narrow: Column, from: Type): number {
	// CHAR forgets spaces at the end, which the others keep.
	if (to.name === "char" && from.name !== "char") return -1;
	const bytes = TEXT_BYTES[to.name];
	if (bytes === undefined) return to.numbers[0] ?? 1;
	return from.name in TEXT_BYTES ? bytes : Math.floor(bytes / widthOf(narrow.charset));
}

/** How long a value's text can be; Infinity where it is not read back as it was written. */
function textLengthOf(from: Type, column: Column): number {
	if (isText(from)) return TEXT_BYTES[from.name] ?? from.numbers[0] ?? 1;
	if (column.charset !== null)
		return from.name === "enum"
			? Math.max(...from.members.map((one) => one.length))
			: Number.POSITIVE_INFINITY;
	// MariaDB takes no number beyond a signed one back from a text: the change could not be undone.
	if (from.name === "bigint" && from.unsigned) return Number.POSITIVE_INFINITY;
	if (isInteger(from)) return (DIGITS[from.name] ?? 20) + 1;
	if (from.name === "decimal") return (from.numbers[0] ?? 10) + 3;
	if (from.name === "date") return 10;
	if (from.name === "datetime") return 26;
	if (from.name === "time") return 17;
	if (from.name === "year") return 4;
	return Number.POSITIVE_INFINITY;
}

/** Bytes of one character; of a character set that is not known here, as many as any has. */
function widthOf(charset: string | null): number {
	const widths: Readonly<Record<string, number>> = {
		latin1: 1,
		ascii: 1,
		ucs2: 2,
		utf8: 3,
		utf8mb3: 3,
	};
	return widths[charset ?? ""] ?? 4;
}
