import { createHash } from "node:crypto";
import type { Stats } from "ssh2";
import type { Connection, Content } from "../connection.ts";
import { fileFailure, notAFile, tooLarge } from "../failures.ts";
import { halfOf } from "../half.ts";
import { fromSource } from "../source.ts";
import { codeOf, failure, orMissing } from "./sftp-answers.ts";
import { packetsOf, SftpContents } from "./sftp-contents.ts";
import { SftpNames } from "./sftp-names.ts";
import type { SftpSession } from "./sftp-session.ts";

type Contents = Pick<Connection, "read" | "stream" | "digest" | "copy" | "write">;

/** Files over SFTP. What can be sent without waiting for an answer is sent at once: round trips are the cost. */
export class SftpFiles extends SftpNames implements Contents {
	readonly #contents: SftpContents;

	constructor(session: SftpSession) {
		super(session);
		this.#contents = new SftpContents(session.sftp, session.lifeline);
	}

	async read(path: string, limit = 16 * 1024 * 1024): Promise<Uint8Array | undefined> {
		const found = await this.stat(path);
		if (found === undefined) return undefined;
		// A server that opens a pipe waits for somebody who writes into it, and answers nothing else meanwhile.
		if (found.kind !== "file") throw notAFile(this.session.label, "read", path);
		return this.session.told("read", path, async () => {
			const handle = await orMissing(
				this.session.call<Buffer>((done) => this.session.sftp.open(path, "r", done)),
			);
			if (handle === undefined) return undefined;
			try {
				const [stat, first] = await Promise.all([
					this.session.call<Stats>((done) => this.session.sftp.fstat(handle, done)),
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
				if (total > limit) throw tooLarge(this.session.label, path, limit);
				return Buffer.concat(chunks);
			} finally {
				this.session.forget(handle);
			}
		});
	}

	async *stream(path: string): AsyncGenerator<Uint8Array> {
		const bytes = await this.#sizeOf("read", path);
		yield* this.session.tellingOf("read", path, () => this.#chunksAt(path, bytes));
	}

	/** `bytes` as `stat` told. */
	async *#chunksAt(path: string, bytes: number): AsyncGenerator<Buffer> {
		const handle = await this.session.call<Buffer>((done) =>
			this.session.sftp.open(path, "r", done),
		);
		try {
			yield* this.#contents.read(handle, bytes);
		} finally {
			this.session.forget(handle);
		}
	}

	async digest(path: string): Promise<string | null | undefined> {
		const found = await this.stat(path);
		if (found?.kind !== "file") return found && null;
		return this.digestOver(path, found.bytes);
	}

	/** Streams the content here. `bytes` as `stat` told. */
	protected async digestOver(path: string, bytes: number): Promise<string | undefined> {
		return this.session.told("read", path, async () => {
			const hash = createHash("sha256");
			const read = async () => {
				for await (const chunk of this.#chunksAt(path, bytes)) hash.update(chunk);
				return hash.digest("hex");
			};
			return orMissing(read());
		});
	}

	async copy(from: string, to: string, { mode }: { mode: number }): Promise<void> {
		const bytes = await this.#sizeOf("copy", from);
		const half = halfOf(to);
		try {
			await this.copyAnew(from, half, mode, bytes);
			await this.rename(half, to);
		} catch (error) {
			await this.remove(half).catch(() => undefined);
			throw error;
		}
	}

	/** Of a file that is wanted whole. */
	async #sizeOf(doing: string, path: string): Promise<number> {
		const found = await this.stat(path);
		if (found === undefined) throw fileFailure(this.session.label, doing, path, "no such file");
		if (found.kind !== "file") throw notAFile(this.session.label, doing, path);
		return found.bytes;
	}

	/** Streams the content here and back again. What lies at `to` goes first. */
	protected async copyAnew(from: string, to: string, mode: number, bytes: number): Promise<void> {
		await this.session.told("copy", from, async () => {
			const opened = await Promise.allSettled([
				this.session.call<Buffer>((done) => this.session.sftp.open(from, "r", done)),
				this.#openAnew(to, mode),
			]);
			const [source, target] = opened;
			if (source.status === "fulfilled" && target.status === "fulfilled") {
				await this.#contents
					.write(target.value, this.#contents.read(source.value, bytes), mode)
					.finally(() => this.session.forget(source.value));
				return;
			}
			for (const one of opened) if (one.status === "fulfilled") this.session.forget(one.value);
			if (source.status === "rejected") throw source.reason;
			if (target.status === "rejected") throw target.reason;
		});
	}

	async write(
		path: string,
		content: Content,
		{ mode, exclusive = false }: { mode: number; exclusive?: boolean },
	): Promise<boolean> {
		return fromSource(content, (chunks) =>
			this.session.told("write", path, async () => {
				const handle = await (exclusive ? this.#openNew(path, mode) : this.#openAnew(path, mode));
				if (handle === undefined) return false;
				try {
					await this.#contents.write(handle, packetsOf(chunks), mode);
				} catch (error) {
					// Half a file is nobody's, and half a lock least of all.
					const gone = this.session.client.delete(path, true);
					await this.session.during(gone).catch(() => undefined);
					throw error;
				}
				return true;
			}),
		);
	}

	/** What lies there goes first, a link too: nothing is ever written through one. */
	async #openAnew(path: string, mode: number): Promise<Buffer> {
		const handle = await this.#openNew(path, mode);
		if (handle !== undefined) return handle;
		await this.session.during(this.session.client.delete(path, true));
		return this.session.call<Buffer>((done) => this.session.sftp.open(path, "wx", mode, done));
	}

	/** undefined where anything is there: SFTP has no code for that. */
	async #openNew(path: string, mode: number): Promise<Buffer | undefined> {
		const opened = this.session.call<Buffer>((done) =>
			this.session.sftp.open(path, "wx", mode, done),
		);
		return opened.catch(async (error) => {
			if (codeOf(error) === failure && (await this.itself(path))) return undefined;
			throw error;
		});
	}

	/** One byte more than is allowed tells that there is too much. */
	#readAt(handle: Buffer, at: number, limit: number): Promise<Buffer> {
		return this.#contents.readAt(handle, at, Math.min(256 * 1024 - 4096, limit + 1));
	}
}
