import { createHash } from "node:crypto";
import type { Client, FileEntry, SFTPWrapper, Stats } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import type { Connection, Entry, EntryKind, Stat } from "../connection.ts";
import { fileFailure, notAFile, tooLarge } from "../failures.ts";
import { AttachedSftp } from "./attached-sftp.ts";
import type { Lifeline, NodeCallback } from "./lifeline.ts";
import {
	can,
	codeOf,
	endOfFile,
	entriesOf,
	failure,
	noSuchFile,
	orMissing,
	statOf,
} from "./sftp-answers.ts";
import { chunksOf, isShared, SftpContents } from "./sftp-contents.ts";

type Files = Omit<Connection, "label" | "stateFolder" | "hasShell" | "run" | "close">;

const mostEntries = 100_000;

/** File operations over SFTP. What can be sent without waiting for an answer is sent at once: round trips are the cost. */
export class SftpFiles implements Files {
	readonly #label: string;
	readonly #sftp: SFTPWrapper;
	readonly #client: AttachedSftp;
	readonly #lifeline: Lifeline;
	readonly #contents: SftpContents;

	constructor(label: string, client: Client, session: SFTPWrapper, lifeline: Lifeline) {
		this.#label = label;
		this.#sftp = session;
		this.#client = new AttachedSftp(client, session);
		this.#lifeline = lifeline;
		this.#contents = new SftpContents(session, lifeline);
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

	async digest(path: string): Promise<string | null | undefined> {
		const found = await this.stat(path);
		if (found?.kind !== "file") return found && null;
		return this.digestOver(path, found.bytes);
	}

	/** Streams the content here. `bytes` as `stat` told. */
	protected async digestOver(path: string, bytes: number): Promise<string | undefined> {
		return this.#told("read", path, async () => {
			const handle = await orMissing(
				this.#call<Buffer>((done) => this.#sftp.open(path, "r", done)),
			);
			if (handle === undefined) return undefined;
			try {
				const hash = createHash("sha256");
				for await (const chunk of this.#contents.read(handle, bytes)) hash.update(chunk);
				return hash.digest("hex");
			} finally {
				this.#forget(handle);
			}
		});
	}

	async copy(from: string, to: string, { mode }: { mode: number }): Promise<void> {
		await this.copyOver(from, to, mode, await this.sizeOf(from));
	}

	/** Of a file that is to be copied. */
	protected async sizeOf(path: string): Promise<number> {
		const found = await this.stat(path);
		if (found === undefined) throw fileFailure(this.#label, "copy", path, "no such file");
		if (found.kind !== "file") throw notAFile(this.#label, "copy", path);
		return found.bytes;
	}

	/** Streams the content here and back again. */
	protected async copyOver(from: string, to: string, mode: number, bytes: number): Promise<void> {
		await this.#told("copy", from, async () => {
			const opened = await Promise.allSettled([
				this.#call<Buffer>((done) => this.#sftp.open(from, "r", done)),
				this.#openAnew(to, mode),
			]);
			const [source, target] = opened;
			if (source.status === "fulfilled" && target.status === "fulfilled") {
				await this.#contents
					.write(target.value, this.#contents.read(source.value, bytes), mode)
					.finally(() => this.#forget(source.value));
				return;
			}
			for (const one of opened) if (one.status === "fulfilled") this.#forget(one.value);
			if (source.status === "rejected") throw source.reason;
			if (target.status === "rejected") throw target.reason;
		});
	}

	/** What lies there goes first, a link too: nothing is ever written through one. */
	async #openAnew(path: string, mode: number): Promise<Buffer> {
		const handle = await this.#openNew(path, mode);
		if (handle !== undefined) return handle;
		await this.#during(this.#client.delete(path, true));
		return this.#call<Buffer>((done) => this.#sftp.open(path, "wx", mode, done));
	}

	/** undefined where anything is there: SFTP has no code for that. */
	async #openNew(path: string, mode: number): Promise<Buffer | undefined> {
		const opened = this.#call<Buffer>((done) => this.#sftp.open(path, "wx", mode, done));
		return opened.catch(async (error) => {
			if (codeOf(error) === failure && (await this.#itself(path))) return undefined;
			throw error;
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
			const handle = await (exclusive ? this.#openNew(path, mode) : this.#openAnew(path, mode));
			if (handle === undefined) return false;
			try {
				await this.#contents.write(handle, chunksOf(bytes), mode);
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
				can(this.#sftp, "posix-rename@openssh.com")
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
		if (can(this.#sftp, "lsetstat@openssh.com")) {
			await this.#call((done) => this.#sftp.ext_openssh_lsetstat(path, { mode }, done));
		} else {
			await this.#during(this.#client.chmod(path, mode));
		}
	}

	/** One byte more than is allowed tells that there is too much. */
	#readAt(handle: Buffer, at: number, limit: number): Promise<Buffer> {
		return this.#contents.readAt(handle, at, Math.min(256 * 1024 - 4096, limit + 1));
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
