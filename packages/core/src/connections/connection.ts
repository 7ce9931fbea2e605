/** A port: one place where files lie and commands run. Implementations: those of transports.ts. Errors are GraftErrors. */
export interface Connection {
	/** The server's address, in the one way that its transport writes it; stands in plans, receipts and messages. */
	readonly label: string;
	/** Where lasting state of this place is kept: absolute. */
	readonly stateFolder: string;

	/** False where the server takes files only. Starts a shell to find out, so ask only where it matters; asked once. */
	hasShell(): Promise<boolean>;
	/**
	 * For what is understood: settings, journals, receipts. undefined where there is no such file. Refuses what is no file (a
	 * pipe is not waited for), and what is larger than `limit` bytes (default 16 MiB). What is passed on is streamed; what is
	 * only compared or kept is never pulled: see `digest` and `copy`.
	 */
	read(path: string, limit?: number): Promise<Uint8Array | undefined>;
	/**
	 * A file of any size, piece by piece, read at most a few MB ahead of who asks; who stops early has closed it. A piece is
	 * the reader's own. Follows links. Throws GraftError "refused" where there is no file.
	 */
	stream(path: string): AsyncIterable<Uint8Array>;
	/**
	 * sha256 in hex of a file of any size, worked out on the host where it can. Follows links. undefined where there is
	 * nothing, null where it is something else than a file. Asked for together, many cost little more than one.
	 */
	digest(path: string): Promise<string | null | undefined>;
	/**
	 * Copies a file of any size on the host and flushes it to disk. Atomic: replaces what is at `to`, also a link, once it is
	 * whole. Where it fails, nothing is left beside; where the connection is lost, `halfOf(to)` may be, until the next copy there.
	 */
	copy(from: string, to: string, options: { mode: number }): Promise<void>;
	/** undefined where there is no such folder. In byte order of the names. */
	list(path: string): Promise<readonly Entry[] | undefined>;
	/** Follows links. undefined where there is nothing. */
	stat(path: string): Promise<Stat | undefined>;
	/** Of what lies there itself: a link is a link. undefined where there is nothing. */
	lstat(path: string): Promise<Stat | undefined>;
	/** The same, where nothing else is asked. */
	kind(path: string): Promise<EntryKind | undefined>;
	/**
	 * Makes a new file of any number of bytes and flushes it to disk. What lies there goes first, a link too: nothing is ever
	 * written through one. With `exclusive`, false where anything is there already. Not atomic: rename it into place. Where
	 * it fails, nothing is left; what `content` throws is thrown as it is, so a source cancels by throwing.
	 */
	write(
		path: string,
		content: Content,
		options: { mode: number; exclusive?: boolean },
	): Promise<boolean>;
	/** Atomic; replaces what is at `to`. */
	rename(from: string, to: string): Promise<void>;
	/** Nothing there is no error. */
	remove(path: string): Promise<void>;
	/** One level. False where it is there already. */
	makeFolder(path: string, mode: number): Promise<boolean>;
	/** False where it is not empty or not there. */
	removeFolder(path: string): Promise<boolean>;
	/**
	 * No shell sees `argv`. A command that cannot be found is code 127. Throws GraftError "refused" where its time is over,
	 * "cancelled" where `signal` is aborted; the command is ended by then, or was never begun.
	 */
	run(argv: readonly string[], options?: RunOptions): Promise<RunResult>;
	close(): Promise<void>;
}

/** What a file is to hold. Of pieces, the next one is asked for once there is room for it; each is left alone from then on. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

export type EntryKind = "file" | "folder" | "link" | "other";

export interface Entry {
	readonly name: string;
	readonly kind: EntryKind;
}

export interface Stat {
	readonly kind: EntryKind;
	readonly bytes: number;
	readonly mode: number;
	readonly uid: number;
	/** Milliseconds since 1970, by the server's clock. */
	readonly modifiedAt: number;
}

export interface RunOptions {
	readonly input?: Uint8Array;
	/** Default 60 s; afterwards the command is ended and the error says so. */
	readonly timeoutMs?: number;
	/**
	 * Told each line of both streams as it comes, without its end and of at most 2,000 characters; the last one need not
	 * have had an end. Data from the server, as it is. What this throws ends the command, and `run` throws it.
	 */
	readonly output?: (line: string) => void;
	/** Ends the command and all that it has started in its process group. */
	readonly signal?: AbortSignal | undefined;
}

export interface RunResult {
	readonly code: number;
	/**
	 * Data from the server, never trusted. Of more than 1 MiB, the first and the last 512 KiB of each, with a line between
	 * them that says how much is left out.
	 */
	readonly stdout: string;
	readonly stderr: string;
}
