import { readArchive } from "../archive/read-archive.ts";
import { writeZip } from "../archive/write-zip.ts";
import type { Archive } from "../domain/archive.ts";
import { subtree } from "./find-roots.ts";

/** A zip, be it the one that was given or one that lies in it, and a folder of it. */
export interface Part {
	readonly zip: Uint8Array;
	readonly archive: Archive;
	/** Without the root folder that was taken off; "" is all of it. */
	readonly folder: string;
}

/** The part as a zip of its own, which can be kept by its sha256 and read again without knowing where it lay. */
export function zipOf({ zip, archive, folder }: Part): { zip: Uint8Array; archive: Archive } {
	if (folder === "") return { zip, archive };
	const { root, files } = subtree(archive, folder);
	const packed = writeZip(
		[...files.values()].map(({ path, bytes }) => ({
			path: `${root}/${path}`,
			bytes,
			executable: false,
		})),
	);
	return { zip: packed, archive: readArchive(packed) };
}

/** As it stands in the zip, with the root folder that was taken off. */
export function shownFolder({ archive, folder }: Part): string {
	if (archive.root === "" || folder === "") return folder;
	return `${archive.root}/${folder}`;
}
