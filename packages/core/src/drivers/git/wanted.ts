/** What must be in a repository for an extension to work: a folder of its own. */
export interface WantedFolder {
	/** From the top, without slashes around it. */
	readonly folder: string;
	readonly files: readonly WantedFile[];
	/** What is good to know of it; sentences. */
	readonly notes: readonly string[];
}

export interface WantedFile {
	/** Within the folder. */
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly executable: boolean;
	readonly why: string;
}
