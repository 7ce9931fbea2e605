import AdmZip from "adm-zip";
import type { Problem } from "../../domain/problem.ts";
import type { ArchiveCode } from "../codes.ts";
import { isLeftBehind } from "../left-behind.ts";
import { archiveProblem } from "../problems.ts";
import type { ZipEntry } from "./entry-rules.ts";

interface Contents {
	/** By name, without folders and what macOS left behind. */
	readonly files: ReadonlyMap<string, Uint8Array>;
	readonly problems: readonly Problem[];
}

/**
 * Decompresses into memory. `entries` must have passed all rules: then no entry can become larger than its
 * header says, because adm-zip stops there, and it compares the CRC.
 */
export function readContents(zip: Buffer, entries: readonly ZipEntry[]): Contents {
	const opened = open(zip, entries);
	if (opened === undefined) {
		const message = "The list of entries can be read in two ways.";
		return { files: new Map(), problems: [archiveProblem("archive/bad-directory", "", message)] };
	}
	const files = new Map<string, Uint8Array>();
	const problems: Problem[] = [];
	entries.forEach(({ name, central }, index) => {
		if (name.endsWith("/") || isLeftBehind(name)) return;
		const content = decompress(opened[index]);
		if (typeof content === "string") {
			problems.push(archiveProblem(content, name, messages[content]));
		} else if (content.length !== central.size) {
			problems.push(archiveProblem("archive/bad-size", name, messages["archive/bad-size"]));
		} else {
			files.set(name, content);
		}
	});
	return { files, problems };
}

const messages = {
	"archive/bad-crc": "Its content does not fit its CRC.",
	"archive/bad-data": "Its compressed content is damaged.",
	"archive/bad-size": "It is not as large as its header says.",
} satisfies Partial<Record<ArchiveCode, string>>;

/** undefined where adm-zip sees other entries than we have checked. */
function open(zip: Buffer, entries: readonly ZipEntry[]): AdmZip.IZipEntry[] | undefined {
	let opened: AdmZip.IZipEntry[];
	try {
		opened = new AdmZip(zip).getEntries();
	} catch {
		return undefined;
	}
	const same =
		opened.length === entries.length &&
		entries.every(({ central }, index) => {
			const other = opened[index];
			return (
				other?.rawEntryName.equals(central.name) === true &&
				other.header.offset === central.offset &&
				other.header.size === central.size &&
				other.header.compressedSize === central.compressedSize &&
				other.header.crc === central.crc
			);
		});
	return same ? opened : undefined;
}

function decompress(entry: AdmZip.IZipEntry | undefined): Uint8Array | keyof typeof messages {
	try {
		const content = entry?.getData() ?? Buffer.alloc(0);
		return new Uint8Array(content.buffer, content.byteOffset, content.length);
	} catch (error) {
		const code = error instanceof Error && "code" in error ? String(error.code) : "";
		if (code === "ERR_BUFFER_TOO_LARGE") return "archive/bad-size";
		return code.startsWith("Z_") ? "archive/bad-data" : "archive/bad-crc";
	}
}
