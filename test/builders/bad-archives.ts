import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import { bytesOf } from "./tree.ts";
import {
	deflatedEntry,
	descriptor,
	extraField,
	fields,
	makeZip,
	type RawEntry,
	type RawHeader,
	rawZip,
	unicodePath,
} from "./zip.ts";

export interface BadArchive {
	/** What is wrong with it, in words. */
	readonly what: string;
	readonly zip: Uint8Array;
	/** Every code that reading it must name, in alphabetical order. */
	readonly codes: readonly string[];
}

const good: RawEntry = { name: "install.php", body: "<?php\n" };

function bad(what: string, codes: string, zip: Uint8Array): BadArchive {
	return { what, zip, codes: codes.split(" ").map((code) => `archive/${code}`) };
}

function withEntry(what: string, codes: string, ...entries: readonly RawEntry[]): BadArchive {
	return bad(what, codes, rawZip([good, ...entries]));
}

function named(name: string | Uint8Array, codes: string): BadArchive {
	return withEntry(`the name ${JSON.stringify(name)}`, codes, { name, body: "x" });
}

const names: readonly BadArchive[] = [
	named("../x", "entry-outside"),
	named("a/../../x", "entry-outside"),
	named("a/..", "entry-outside"),
	named("../", "entry-outside folder-with-content"),
	named("/etc/cron.d/x", "entry-outside"),
	named("//server/x", "bad-name entry-outside"),
	named("C:\\x", "backslash entry-outside"),
	named("C:x", "entry-outside"),
	named("..\\x", "backslash entry-outside"),
	named("agent\\x.ps1", "backslash"),
	named("ab:stream", "bad-name"),
	named("a\0.php", "bad-name"),
	named("a\u001b[2J", "bad-name"),
	named("a\ufffd", "bad-name"),
	named("", "bad-name"),
	named("/", "bad-name folder-with-content"),
	named("a//b", "bad-name"),
	named("./a", "bad-name"),
	named("a/./b", "bad-name"),
	named(Uint8Array.of(0x82, 0x74, 0x82), "name-not-utf8"),
	named(Uint8Array.of(0xc0, 0xae, 0xc0, 0xae, 0x2f, 0x78), "name-not-utf8"),
	named("n".repeat(256), "name-too-long"),
	named(Array(7).fill("n".repeat(200)).join("/"), "name-too-long"),
	named(`${"d/".repeat(32)}x`, "too-deep"),
];

const twice: readonly BadArchive[] = [
	withEntry("a name twice", "duplicate-name", { name: "a", body: "1" }, { name: "a", body: "2" }),
	withEntry("a folder twice", "duplicate-name", { name: "a/" }, { name: "a/" }),
	withEntry("names unlike in case", "duplicate-name", { name: "a/Map.pm" }, { name: "A/map.pm" }),
	withEntry("names unlike in form", "duplicate-name", { name: "\u00e9" }, { name: "e\u0301" }),
	withEntry("names that fold to one", "duplicate-name", { name: "straße" }, { name: "STRASSE" }),
	withEntry("a file and a folder", "file-and-folder", { name: "a" }, { name: "a/b" }),
	withEntry("a folder, then a file", "file-and-folder", { name: "a/b/c" }, { name: "a/b" }),
	withEntry("an empty folder and a file", "file-and-folder", { name: "a/" }, { name: "a" }),
	withEntry("a file and a folder by case", "file-and-folder", { name: "A" }, { name: "a/b" }),
];

function special(what: string, mode: number, made = 0x0314): BadArchive {
	const says = { attributes: (mode << 16) >>> 0, made };
	return withEntry(what, "special-file", { name: "x", body: "/etc/passwd", says });
}

const unixField = extraField(0x000d, Buffer.concat([new Uint8Array(12), bytesOf("/etc/passwd")]));

const kinds: readonly BadArchive[] = [
	special("a symbolic link", 0o120777),
	special("a symbolic link that says it comes from DOS", 0o120777, 0x0014),
	special("a character device", 0o020666),
	special("a block device", 0o060660),
	special("a pipe", 0o010644),
	special("a socket", 0o140755),
	special("a folder that is named like a file", 0o040755),
	withEntry("a hard link", "special-file", { name: "x", says: { extra: unixField } }),
	withEntry("a folder with content", "folder-with-content", { name: "a/", body: "x" }),
];

const deflated = deflateRawSync(new Uint8Array(100_000));
const asDeflated = { method: 8, size: 100_000, crc: 0 };

function lie(what: string, codes: string, entry: Omit<RawEntry, "name">): BadArchive {
	return withEntry(what, codes, { name: "x", body: "content", ...entry });
}

const headers: readonly BadArchive[] = [
	lie("a wrong CRC", "bad-crc", { says: { crc: 1 } }),
	lie("a wrong CRC, deflated", "bad-crc", { body: deflated, says: asDeflated }),
	lie("damaged data", "bad-data", { body: Buffer.from([7, 7, 7, 7]), says: asDeflated }),
	lie("data that ends early", "bad-data", { body: deflated.subarray(0, 20), says: asDeflated }),
	lie("more than it says", "bad-size", { body: deflated, says: { ...asDeflated, size: 99_999 } }),
	lie("a bomb that says 0", "bad-size", { body: deflated, says: { ...asDeflated, size: 0 } }),
	lie("stored, and shorter than it says", "bad-size", { says: { size: 8 } }),
	lie("nothing where something should be", "bad-size", { body: "", says: { size: 8 } }),
	lie("encryption", "encrypted", { says: { flags: 0x0801 } }),
	lie("encryption that the list does not tell", "encrypted", { local: { flags: 0x0801 } }),
	lie("strong encryption", "encrypted", { says: { flags: 0x0841 } }),
	lie("AES", "encrypted", { says: { flags: 0x0801, method: 99 } }),
	lie("bzip2", "unsupported-method", { says: { method: 12 } }),
	lie("another name in its own header", "headers-differ", { local: { name: "y" } }),
	lie("another method in its own header", "headers-differ", { local: { method: 8 } }),
	lie("another CRC in its own header", "headers-differ", { local: { crc: 1 } }),
	lie("another size in its own header", "headers-differ", { local: { size: 1 } }),
	lie("another name in an extra field", "headers-differ", {
		says: { extra: extraField(0x7075, bytesOf("\u0001....../x")) },
	}),
	lie("an extra field that is too long", "bad-extra-field", {
		central: { extra: fields([2, 0x5455], [2, 99], [1, 0]) },
	}),
	lie("an extra field without a length", "bad-extra-field", {
		local: { extra: fields([2, 0x5455]) },
	}),
	lie("zip64 by its extra field", "zip64", {
		says: { extra: extraField(0x0001, new Uint8Array(16)) },
	}),
	lie("zip64 by its sizes", "too-large zip64", {
		says: { size: 0xffff_ffff, extra: extraField(0x0001, new Uint8Array(16)) },
	}),
	lie("another volume", "split", { central: { disk: 1 } }),
	lie("a header that is not there", "bad-header", { central: { offset: 3 } }),
	lie("a header beyond the end", "bad-header", { central: { offset: 0x7fff_ffff } }),
	lie("a damaged header", "bad-header", { local: { signature: 0 } }),
	lie("data that reaches into the list", "overlap", {
		says: { compressedSize: 60, size: 60 },
	}),
	withEntry("two names for one body", "headers-differ overlap", {
		name: "x",
		listedOnly: true,
		central: { offset: 0 },
	}),
];

/** `lie` is what the descriptor says that is not so. */
function followed(says: Partial<RawHeader>, lie: Partial<RawHeader>, after?: Uint8Array): RawEntry {
	const entry = deflatedEntry("x", "content");
	const truth = { crc: 0, compressedSize: 0, size: 0, ...entry.says };
	return {
		...entry,
		says: { ...entry.says, flags: 0x0808, ...says },
		after: after ?? descriptor({ ...truth, ...lie }),
	};
}

function hiding(name: string): Uint8Array {
	return rawZip([{ name, body: "x" }]).subarray(0, 30 + name.length + 1);
}

const shortened = deflatedEntry("x", "content");
const longer = Buffer.concat([bytesOf(shortened.body ?? ""), hiding("y")]);

/** Each is read without a word by some programs, and otherwise by others. */
const readInTwoWays: readonly BadArchive[] = [
	bad(
		"an entry that the list lacks, before the first",
		"stray-bytes",
		rawZip([good], { before: hiding("y") }),
	),
	withEntry(
		"an entry that the list lacks, between two",
		"stray-bytes",
		{ name: "x", after: hiding("y") },
		{ name: "z" },
	),
	withEntry("an entry that the list lacks, behind the last", "stray-bytes", {
		name: "x",
		after: hiding("y"),
	}),
	withEntry("bytes behind the end of Deflate", "stray-bytes", {
		...shortened,
		body: longer,
		says: { ...shortened.says, compressedSize: longer.length },
	}),
	withEntry("a descriptor with another size", "headers-differ", followed({}, { size: 6 })),
	withEntry("a descriptor with another CRC", "headers-differ", followed({}, { crc: 1 })),
	withEntry("a descriptor that is not there", "headers-differ", followed({}, {}, new Uint8Array())),
	withEntry("a header that lies before a descriptor that does not", "headers-differ", {
		...followed({}, {}),
		local: { size: 6 },
	}),
	withEntry("a descriptor that only the list tells of", "headers-differ stray-bytes", {
		...followed({}, {}),
		local: { flags: 0x0800 },
	}),
	withEntry("stored content that holds what looks like its end", "headers-differ", {
		name: "x",
		body: descriptor({ crc: 0, compressedSize: 0, size: 0 }),
		says: { flags: 0x0808 },
		after: descriptor({
			crc: crc32(descriptor({ crc: 0, compressedSize: 0, size: 0 })),
			compressedSize: 16,
			size: 16,
		}),
	}),
	...[
		{ says: { extra: Buffer.concat([unicodePath("x", "y"), unicodePath("x", "z")]) } },
		{ says: { extra: unicodePath("x", "y") }, local: { extra: unicodePath("x", "z") } },
		{ local: { extra: unicodePath("x", "y") } },
		{ says: { extra: unicodePath("x", "y/") } },
	].map((entry) =>
		withEntry("several names in extra fields", "headers-differ", {
			name: "x",
			body: "x",
			...entry,
			says: { flags: 0, ...entry.says },
		}),
	),
	withEntry("another name in an extra field than in UTF-8", "headers-differ", {
		name: "x",
		says: { extra: unicodePath("x", "y") },
	}),
	withEntry("UTF-8 in one of its headers alone", "headers-differ", {
		name: "é",
		local: { flags: 0 },
	}),
	withEntry("a name in what may be a code page", "name-not-utf8", {
		name: "é",
		says: { flags: 0, made: 0x0014 },
	}),
	withEntry("a file that Windows takes for a folder", "special-file", {
		name: "x",
		body: "x",
		says: { attributes: 0x10, made: 0x0014 },
	}),
];

const whole = makeZip({ "install.php": "<?php\n", "agent/X.ps1": "x" });
const zip64Locator = fields([4, 0x0706_4b50], [4, 0], [4, 0], [4, 0], [4, 1]);

const wholes: readonly BadArchive[] = [
	bad("no bytes at all", "empty", new Uint8Array()),
	bad("no entries", "empty", rawZip([])),
	bad("folders alone", "empty", rawZip([{ name: "a/" }, { name: "a/b/" }])),
	bad("what macOS leaves behind alone", "empty", rawZip([{ name: "__MACOSX/._a" }])),
	bad("a web page", "not-a-zip", bytesOf("<!DOCTYPE html><title>404</title>")),
	bad("a tar.gz", "not-a-zip", gzipSync(new Uint8Array(1024))),
	bad("a zip behind something else", "not-a-zip", rawZip([good], { before: bytesOf("GIF89a") })),
	bad("half a zip", "truncated", whole.subarray(0, whole.length / 2)),
	bad("a zip without its last byte", "truncated", whole.subarray(0, -1)),
	bad("a comment cut off", "truncated", rawZip([good], { comment: "abc" }).subarray(0, -1)),
	bad("bytes behind the end", "trailing-bytes", rawZip([good], { after: bytesOf("\n") })),
	bad("fewer entries than it says", "bad-directory", rawZip([good], { entries: 2 })),
	bad("more entries than it says", "bad-directory", rawZip([good], { entries: 0 })),
	bad("a damaged list", "bad-directory", rawZip([{ ...good, central: { signature: 0 } }])),
	bad(
		"a second end in the comment",
		"bad-directory",
		rawZip([good], { comment: "PK\u0005\u0006" }),
	),
	bad("a list elsewhere", "bad-directory", rawZip([good], { directoryOffset: 0 })),
	bad("a list of another length", "bad-directory", rawZip([good], { directorySize: 1 })),
	bad("one volume of several", "split", rawZip([good], { disk: 1 })),
	bad("the first volume", "split", rawZip([good], { before: fields([4, 0x0807_4b50]) })),
	bad("entries on another volume", "split", rawZip([good], { entriesHere: 0 })),
	bad("zip64", "zip64", rawZip([good], { records: zip64Locator })),
	bad("zip64 by its offset", "zip64", rawZip([good], { directoryOffset: 0xffff_ffff })),
];

/** 54 KB that say they are 4 GB: every entry of the list shares one body. */
const sharing = Array.from({ length: 400 }, (_, index): RawEntry => {
	const says = { method: 8, size: 10_000_000, compressedSize: deflated.length, offset: 0 };
	return { name: `x${index}`, body: deflated, listedOnly: index > 0, says };
});

const large: readonly BadArchive[] = [
	bad("one body for many names", "headers-differ overlap too-large", rawZip(sharing)),
	bad(
		"too many entries",
		"too-many-entries",
		rawZip(Array.from({ length: 10_001 }, (_, index) => ({ name: `x${index}` }))),
	),
	withEntry("more bytes than are allowed", "too-large", {
		name: "x",
		body: deflated,
		says: { ...asDeflated, size: 600 * 1024 * 1024 },
	}),
];

/** Every archive that must be refused, made here byte by byte. */
export const badArchives: readonly BadArchive[] = [
	...names,
	...twice,
	...kinds,
	...headers,
	...readInTwoWays,
	...wholes,
	...large,
];
