export interface ArchiveFile {
	/** Relative to the extension's root, `/` between the segments. */
	readonly path: string;
	readonly bytes: Uint8Array;
	/** Hex, of `bytes`. */
	readonly sha256: string;
}

/** The files of an extension, wherever they were read from: a zip, or a folder below extensions/. */
export interface FileTree {
	/** The one root folder that was taken off, for instance `officepack-master`; "" where there was none. */
	readonly root: string;
	/** By path, in byte order of the paths. */
	readonly files: ReadonlyMap<string, ArchiveFile>;
}

/** The zip that a person downloads or builds, read. */
export interface Archive extends FileTree {
	readonly sha256: string;
	/** Size of the zip itself. */
	readonly bytes: number;
	/** Entries in the zip, folders included. */
	readonly entries: number;
}
