import { buffer } from "node:stream/consumers";
import { pack } from "tar-stream";
import { byteOrder } from "../archive/byte-order.ts";
import type { BundleFile } from "../domain/bundle.ts";
import { gzipStored } from "./gzip-stored.ts";

/** As in our zips. Not 1970, of which tar warns as implausibly old. */
const TIME = new Date("1980-01-01T00:00:00Z");

/**
 * A tar.gz whose bytes depend on nothing but `files`, in whatever order they come. Owned by root, because an
 * agent keeps owner and mode where it runs as root. Format: POSIX ustar, pax for names that do not fit.
 */
export async function writeTarGz(files: readonly BundleFile[]): Promise<Uint8Array> {
	const tar = pack();
	const written = buffer(tar);
	const paths = new Set<string>();
	for (const file of files.toSorted((a, b) => byteOrder(a.path, b.path))) {
		if (paths.has(file.path)) throw new Error(`Two files for one path: ${file.path}`);
		paths.add(file.path);
		const mode = file.executable ? 0o755 : 0o644;
		const header = { name: file.path, type: "file", mode, uid: 0, gid: 0, mtime: TIME } as const;
		tar.entry(header, Buffer.from(file.bytes));
	}
	tar.finalize();
	return gzipStored(await written);
}
