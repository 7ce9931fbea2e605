import type { Problem } from "../../domain/problem.ts";
import type { ArchiveCode } from "../codes.ts";
import { archiveProblem } from "../problems.ts";
import { type CentralHeader, IN_ZIP64, type LocalHeader, readExtra } from "./records.ts";

/** One entry, as both of its headers describe it. */
export interface ZipEntry {
	/** Ends in a slash where it is a folder. */
	readonly name: string;
	readonly central: CentralHeader;
	readonly local: LocalHeader;
}

const ENCRYPTED = 0x0001 | 0x0040 | 0x2000;
const PATCHED = 0x0020;
export const SIZES_FOLLOW = 0x0008;
/** Whatever these flags say, both headers say it: where sizes are, and how the name is written. */
const SAID_TWICE = SIZES_FOLLOW | 0x0800;
const AES = 99;
export const STORED = 0;
const DEFLATED = 8;

const TYPE = 0o170000;
const PLAIN_FILE = 0o100000;
const FOLDER = 0o040000;
const DOS_FOLDER = 0x10;

const FIELD_ZIP64 = 0x0001;
const FIELD_UNIX = 0x000d;
/** Times, user and group; what follows names the target of a link, or a device. */
const FIELD_UNIX_PLAIN_LENGTH = 12;

export type Finding = readonly [code: ArchiveCode, message: string];
type Rule = (entry: ZipEntry) => Finding | undefined;

const rules: readonly Rule[] = [
	({ central, local }) => {
		if (((central.flags | local.flags) & ENCRYPTED) !== 0 || central.method === AES) {
			return ["archive/encrypted", "It is encrypted."];
		}
		const supported = central.method === STORED || central.method === DEFLATED;
		if (supported && ((central.flags | local.flags) & PATCHED) === 0) return undefined;
		return ["archive/unsupported-method", `It is compressed by method ${central.method}.`];
	},
	({ central, local }) => {
		const difference = differences(central, local);
		if (difference === undefined) return undefined;
		return ["archive/headers-differ", `Its two headers do not agree about its ${difference}.`];
	},
	({ central, local }) => {
		const extras = [readExtra(central.extra), readExtra(local.extra)];
		if (extras.includes(undefined)) {
			return ["archive/bad-extra-field", "An extra field of it is longer than the room for it."];
		}
		const large = [central.compressedSize, central.size, central.offset].includes(IN_ZIP64);
		if (!large && !extras.flat().some((field) => field?.id === FIELD_ZIP64)) return undefined;
		return ["archive/zip64", "It uses zip64, which is for archives of many gigabytes."];
	},
	({ name, central, local }) => {
		const type = (central.attributes >>> 16) & TYPE;
		// Unknown programs give a folder the type of a file; it holds nothing, and its name says what it is.
		const plain = name.endsWith("/") ? [0, FOLDER, PLAIN_FILE] : [0, PLAIN_FILE];
		const link = [central, local]
			.flatMap(({ extra }) => readExtra(extra) ?? [])
			.some(({ id, data }) => id === FIELD_UNIX && data.length > FIELD_UNIX_PLAIN_LENGTH);
		const isFolder = (central.attributes & DOS_FOLDER) !== 0 && !name.endsWith("/");
		if (plain.includes(type) && !link && !isFolder) return undefined;
		return [
			"archive/special-file",
			"It is not a plain file or folder, but a link, a device or the like.",
		];
	},
	({ name, central }) => {
		if (!name.endsWith("/") || central.size === 0) return undefined;
		return ["archive/folder-with-content", "It is a folder, and has content like a file."];
	},
];

function differences(central: CentralHeader, local: LocalHeader): string | undefined {
	if (!central.name.equals(local.name)) return "name";
	if (central.method !== local.method) return "method";
	if (((central.flags ^ local.flags) & SAID_TWICE) !== 0) return "flags";
	const follows = (local.flags & SIZES_FOLLOW) !== 0;
	const same = (key: "crc" | "size" | "compressedSize") =>
		central[key] === local[key] || (follows && local[key] === 0);
	if (!same("crc")) return "CRC";
	return same("size") && same("compressedSize") ? undefined : "size";
}

/** What is wrong with an entry by its headers alone; its name as a path is judged by path-rules. */
export function entryProblems(entry: ZipEntry): Problem[] {
	return rules.flatMap((rule) => {
		const finding = rule(entry);
		return finding === undefined ? [] : [archiveProblem(finding[0], entry.name, finding[1])];
	});
}
