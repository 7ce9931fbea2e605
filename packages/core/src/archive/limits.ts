/** What an archive or a folder may hold at most: it is read into memory, so every one of these bounds memory or time. */
export interface ArchiveLimits {
	/** Of the zip itself. */
	readonly archiveBytes: number;
	/** Of all files together, as they really are once decompressed. */
	readonly totalBytes: number;
	/** Files and folders. */
	readonly entries: number;
	/** Segments of a path. */
	readonly depth: number;
	/** Bytes of one segment of a path: file systems take no more than 255. */
	readonly nameBytes: number;
	/** Bytes of a whole path. */
	readonly pathBytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const defaultLimits: ArchiveLimits = {
	archiveBytes: 256 * MEBIBYTE,
	totalBytes: 512 * MEBIBYTE,
	entries: 10_000,
	depth: 32,
	nameBytes: 255,
	pathBytes: 1024,
};
