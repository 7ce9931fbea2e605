import type { Client, FileEntry, SFTPWrapper, Stats } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { Connection, Entry, EntryKind, Stat } from "../connection.ts";
import { fileFailure, tooLarge } from "../failures.ts";
import { AttachedSftp } from "./attached-sftp.ts";
import type { Lifeline, NodeCallback } from "./lifeline.ts";
import {
	codeOf,
	endOfFile,
	entriesOf,
	failure,
	noSuchFile,
	orMissing,
	statOf,
} from "./sftp-answers.ts";

type Files = Omit<Connection, "label" | "stateFolder" | "hasShell" | "run" | "close">;

/** What every server takes in one packet, with its header (section 3 of the same draft: 34000 bytes). */
const chunkBytes = 30 * 1024;
const mostEntries = 100_000;

/** The server's umask takes rights from others, so only a mode that gives them some must be set once more. */
function isShared(mode: number): boolean {
	return (mode & 0o077) !== 0;
}

/** File operations over SFTP. What can be sent without waiting for an answer is sent at once: round trips are the cost. */
export class SftpFiles implements Files {
	readonly #label: string;
	readonly #sftp: SFTPWrapper;
	readonly #client: AttachedSftp;
	readonly #lifeline: Lifeline;

	constructor(label: string, client: Client, session: SFTPWrapper, lifeline: Lifeline) {
		this.#label = label;
		this.#sftp = session;
		this.#client = new AttachedSftp(client, session);
		this.#lifeline = lifeline;
		// Each of its operations listens to the connection while it runs.
		client.setMaxListeners(0);
	}

	async read(path: string, limit = 16 * 1024 * 1024): Promise<Uint8Array | undefined> {
		return this.#told("read", path, async () => {
			const handle = await orMissing(
				this.#call<Buffer>((done) => this.#sftp.open(path, "r", done)),
			);
			if (handle === undefined) return undefined;
			try {
				const [stat, first] = await Promise.all([
					this.#call<Stats>((done) => this.#sftp.fstat(handle, done)),
					this.#readAt(handle, 0, limit),
				]);
				const chunks = [first];
				let total = first.length;
				// Files below /proc say that they are empty, and are not: then only the end tells the end.
				while (total <= limit && (total !== stat.size || total === 0) && chunks.at(-1)?.length) {
					const next = await this.#readAt(handle, total, limit - total);
					chunks.push(next);
					total += next.length;
				}
				if (total > limit) throw tooLarge(this.#label, path, limit);
				return Buffer.concat(chunks);
			} finally {
				this.#forget(handle);
			}
		});
	}

	async list(path: string): Promise<readonly Entry[] | undefined> {
		return this.#told("list", path, async () => {
			const handle = await orMissing(this.#call<Buffer>((done) => this.#sftp.opendir(path, done)));
			if (handle === undefined) return undefined;
			try {
				const found: FileEntry[] = [];
				for (let more = true; more && found.length < mostEntries; ) {
					// Two at a time: the second says already that there is no more, where it is one page.
					const pages = await Promise.all([this.#page(handle), this.#page(handle)]);
					for (const page of pages) found.push(...(page ?? []));
					more = !pages.includes(undefined);
				}
				return entriesOf(this.#label, path, found);
			} finally {
				this.#forget(handle);
			}
		});
	}

	async stat(path: string): Promise<Stat | undefined> {
		return this.#told("look at", path, async () => {
			const found = await orMissing(this.#call<Stats>((done) => this.#sftp.stat(path, done)));
			return found && statOf(found);
		});
	}

	async lstat(path: string): Promise<Stat | undefined> {
		return this.#told("look at", path, async () => {
			const found = await this.#itself(path);
			return found && statOf(found);
		});
	}

	async kind(path: string): Promise<EntryKind | undefined> {
		return (await this.lstat(path))?.kind;
	}

	async write(
		path: string,
		bytes: Uint8Array,
		{ mode, exclusive = false }: { mode: number; exclusive?: boolean },
	): Promise<boolean> {
		return this.#told("write", path, async () => {
			const anew = () => this.#call<Buffer>((done) => this.#sftp.open(path, "wx", mode, done));
			let handle = await anew().catch(async (error) => {
				// SFTP has no code for "it is there already".
				if (codeOf(error) === failure && (await this.#itself(path))) return undefined;
				throw error;
			});
			if (handle === undefined) {
				if (exclusive) return false;
				await this.#during(this.#client.delete(path, true));
				handle = await anew();
			}
			try {
				await this.#fill(handle, Buffer.from(bytes), mode);
			} catch (error) {
				// Half a lock is nobody's lock.
				if (exclusive) await this.#client.delete(path, true).catch(() => undefined);
				throw error;
			}
			return true;
		});
	}

	async rename(from: string, to: string): Promise<void> {
		await this.#told("rename", from, () =>
			this.#during(
				this.#can("posix-rename@openssh.com")
					? this.#client.posixRename(from, to)
					: this.#client.rename(from, to),
			),
		);
	}

	async remove(path: string): Promise<void> {
		await this.#told("remove", path, () =>
			orMissing(this.#during(this.#client.delete(path, true))),
		);
	}

	async makeFolder(path: string, mode: number): Promise<boolean> {
		return this.#told("make", path, async () => {
			try {
				await this.#call((done) => this.#sftp.mkdir(path, { mode }, done));
			} catch (error) {
				if (codeOf(error) !== failure || (await this.stat(path))?.kind !== "folder") throw error;
				return false;
			}
			if (isShared(mode)) await this.#setModeOfFolder(path, mode);
			return true;
		});
	}

	async removeFolder(path: string): Promise<boolean> {
		return this.#told("remove", path, async () => {
			try {
				await this.#call((done) => this.#sftp.rmdir(path, done));
				return true;
			} catch (error) {
				if (codeOf(error) === noSuchFile) return false;
				// SFTP has no code for "it is not empty" either.
				if (codeOf(error) === failure && (await this.list(path))?.length) return false;
				throw error;
			}
		});
	}

	/** Whoever owns the folder above may have put a link there by now: that is not followed, where the server knows how. */
	async #setModeOfFolder(path: string, mode: number): Promise<void> {
		if (this.#can("lsetstat@openssh.com")) {
			await this.#call((done) => this.#sftp.ext_openssh_lsetstat(path, { mode }, done));
		} else {
			await this.#during(this.#client.chmod(path, mode));
		}
	}

	/** All at once: servers do what concerns one file in the order in which it was asked. */
	async #fill(handle: Buffer, bytes: Buffer, mode: number): Promise<void> {
		const asked: Promise<unknown>[] = [];
		for (let at = 0; at < bytes.length; at += chunkBytes) {
			const length = Math.min(chunkBytes, bytes.length - at);
			asked.push(this.#call((done) => this.#sftp.write(handle, bytes, at, length, at, done)));
		}
		if (isShared(mode)) asked.push(this.#call((done) => this.#sftp.fchmod(handle, mode, done)));
		if (this.#can("fsync@openssh.com")) {
			asked.push(this.#call((done) => this.#sftp.ext_openssh_fsync(handle, done)));
		}
		asked.push(this.#call((done) => this.#sftp.close(handle, done)));
		const failed = (await Promise.allSettled(asked)).find((one) => one.status === "rejected");
		if (failed !== undefined) throw failed.reason;
	}

	async #readAt(handle: Buffer, at: number, limit: number): Promise<Buffer> {
		// One byte more than is allowed tells that there is too much.
		const chunk = Buffer.allocUnsafe(Math.min(256 * 1024 - 4096, limit + 1));
		const read = this.#call<number>((done) =>
			this.#sftp.read(handle, chunk, 0, chunk.length, at, done),
		);
		const length = await read.catch((error) => {
			if (codeOf(error) === endOfFile) return 0;
			throw error;
		});
		return chunk.subarray(0, length);
	}

	/** undefined at the end. */
	async #page(handle: Buffer): Promise<readonly FileEntry[] | undefined> {
		return this.#call<FileEntry[]>((done) => this.#sftp.readdir(handle, done)).catch((error) => {
			if (codeOf(error) === endOfFile) return undefined;
			throw error;
		});
	}

	#itself(path: string): Promise<Stats | undefined> {
		return orMissing(this.#call<Stats>((done) => this.#sftp.lstat(path, done)));
	}

	#can(extension: string): boolean {
		const { _extensions } = this.#sftp as SFTPWrapper & { _extensions: Record<string, string> };
		return _extensions[extension] === "1";
	}

	/** Closes a file that was only read: nobody waits for the answer. */
	#forget(handle: Buffer): void {
		this.#call((done) => this.#sftp.close(handle, done)).catch(() => undefined);
	}

	#call<T = void>(start: (done: NodeCallback<T>) => void): Promise<T> {
		return this.#lifeline.call<T>(start);
	}

	#during<T>(work: Promise<T>): Promise<T> {
		return this.#lifeline.during(work);
	}

	/** An answer of the server becomes an error that says what was being done; no answer is a lost connection. */
	async #told<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			if (error instanceof GraftError || !(error instanceof Error)) throw error;
			if (codeOf(error) === undefined) {
				this.#lifeline.cut(`the connection was lost: ${error.message}`, error);
				return this.#lifeline.during(Promise.reject(error));
			}
			throw fileFailure(this.#label, doing, path, error.message, error);
		}
	}
}
