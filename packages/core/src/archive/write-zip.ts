import AdmZip from "adm-zip";
import type { BundleFile } from "../domain/bundle.ts";
import { byteOrder } from "./byte-order.ts";

/** 1 January 1980, 00:00: the first moment that a zip can hold. It is written as it stands, in no time zone. */
const TIME = 0x0021_0000;
/** Made on Unix, by version 2.0 of the format, wherever this runs. */
const MADE_BY = 0x0314;
const STORED = 0;

/** The typings of adm-zip leave this one out; its `time` would go through the local time zone. */
interface TimedHeader {
	timeval: number;
}

/**
 * A zip whose bytes depend on nothing but `files`, in whatever order they come: no clock, zone, locale or system.
 * Files are stored, not deflated, because what deflate gives differs between builds of zlib.
 * Format: PKWARE APPNOTE 6.3, names in UTF-8. Throws where two files have one path.
 */
export function writeZip(files: readonly BundleFile[]): Uint8Array {
	const zip = new AdmZip(undefined, { noSort: true });
	for (const file of files.toSorted((a, b) => byteOrder(a.path, b.path))) {
		if (zip.getEntry(file.path) !== null) throw new Error(`Two files for one path: ${file.path}`);
		const mode = file.executable ? 0o755 : 0o644;
		const entry = zip.addFile(file.path, Buffer.from(file.bytes), "", mode);
		if (entry.entryName !== file.path) throw new Error(`Not a path for a zip: ${file.path}`);
		entry.header.method = STORED;
		entry.header.made = MADE_BY;
		(entry.header as typeof entry.header & TimedHeader).timeval = TIME;
	}
	return new Uint8Array(zip.toBuffer());
}
