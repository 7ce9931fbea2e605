/**
 * A git repository that somebody else owns, reached as its URL says. Looking changes nothing there. Errors are GraftErrors:
 * "unreachable", "host-key", and "refused" with the server's own words.
 */
export interface Repository {
	/** Its URL without what is secret in it. */
	readonly label: string;
	/** Where the branch stands that a plain clone checks out, as of now. */
	head(): Promise<Head>;
	/** The files at and below `folder`, by path from the top. Of a commit that `head` gave. */
	files(commit: string, folder: string): Promise<ReadonlyMap<string, BlobEntry>>;
	/** What is in a file that `files` named. */
	read(blob: string): Promise<Uint8Array>;
	/** Makes a commit upon `parent`, here alone: nobody sees it before it is pushed. Gives its id. */
	commit(parent: Head, commit: NewCommit): Promise<string>;
	/** Puts the branch forward to a commit made here; never sets it back. All of it or nothing. */
	push(branch: string, commit: string): Promise<Pushed>;
	/** Forgets what was fetched. */
	close(): Promise<void>;
}

export interface Head {
	/** Without `refs/heads/`. */
	readonly branch: string;
	readonly commit: string;
}

export interface BlobEntry {
	/** As git names it: the hash of what is in it. Of what is no file, such as a link, null. */
	readonly blob: string | null;
	readonly executable: boolean;
}

export interface NewCommit {
	readonly message: string;
	/** Who made it, for people. */
	readonly author: string;
	readonly at: Date;
	/** By path from the top; null takes the file away. */
	readonly changes: ReadonlyMap<string, NewFile | null>;
}

export interface NewFile {
	readonly bytes: Uint8Array;
	readonly executable: boolean;
}

export type Pushed =
	| { readonly state: "done" }
	/** Somebody else was faster: nothing was changed. */
	| { readonly state: "moved-on" }
	/** A hook or a rule of the repository: nothing was changed. */
	| { readonly state: "refused"; readonly words: string };
