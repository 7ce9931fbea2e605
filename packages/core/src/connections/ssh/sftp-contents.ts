import type { SFTPWrapper } from "ssh2";
import type { Lifeline } from "./lifeline.ts";
import { can, codeOf, endOfFile } from "./sftp-answers.ts";

/** What every server takes in one packet, with its header (draft-ietf-secsh-filexfer-02, section 3: 34000 bytes). */
const chunkBytes = 30 * 1024;
/** Requests under way at once: what a slow line has to bring before one of them is late is 2 MB, whatever the file. */
const window = 64;
/** A disk may take its time to flush what is large. */
const flushMs = 600_000;

/** The server's umask takes rights from others, so only a mode that gives them some must be set once more. */
export function isShared(mode: number): boolean {
	return (mode & 0o077) !== 0;
}

/** The same bytes in pieces that fit into a packet. */
export async function* packetsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
	for await (const { buffer, byteOffset, length } of chunks) {
		for (let at = 0; at < length; at += chunkBytes) {
			yield Buffer.from(buffer, byteOffset + at, Math.min(chunkBytes, length - at));
		}
	}
}

/** What stands in open files, of any size, in as much memory as `window` needs. */
export class SftpContents {
	readonly #sftp: SFTPWrapper;
	readonly #lifeline: Lifeline;

	constructor(sftp: SFTPWrapper, lifeline: Lifeline) {
		this.#sftp = sftp;
		this.#lifeline = lifeline;
	}

	/** Empty at the end. */
	async readAt(handle: Buffer, at: number, most: number): Promise<Buffer> {
		const chunk = Buffer.allocUnsafe(most);
		const read = this.#lifeline.call<number>((done) =>
			this.#sftp.read(handle, chunk, 0, chunk.length, at, done),
		);
		const length = await read.catch((error) => {
			if (codeOf(error) === endOfFile) return 0;
			throw error;
		});
		return chunk.subarray(0, length);
	}

	/** In order. `size` as the server tells it; 0, as for those below /proc, is read until the end comes. */
	async *read(handle: Buffer, size: number): AsyncGenerator<Buffer> {
		const end = size === 0 ? Number.POSITIVE_INFINITY : size;
		const most = size === 0 ? 1 : window;
		const asked: { length: number; answer: Promise<Buffer> }[] = [];
		let next = 0;
		for (let at = 0; at < end; ) {
			for (; asked.length < most && next < end; next += chunkBytes) {
				const length = Math.min(chunkBytes, end - next);
				const answer = this.readAt(handle, next, length);
				// Those behind one that fails are waited for by nobody.
				answer.catch(() => undefined);
				asked.push({ length, answer });
			}
			const first = asked.shift();
			const bytes = await first?.answer;
			if (first === undefined || bytes === undefined || bytes.length === 0) return;
			yield bytes;
			at += bytes.length;
			if (bytes.length === first.length) continue;
			// It gave less than there is: what was asked for behind it does not follow on any more.
			asked.length = 0;
			next = at;
		}
	}

	/** Writes, flushes and closes. Servers do what concerns one file in the order in which it was asked. */
	async write(handle: Buffer, chunks: AsyncIterable<Buffer>, mode: number): Promise<void> {
		const asked: Promise<unknown>[] = [];
		const ask = (answer: Promise<unknown>): void => {
			answer.catch(() => undefined);
			asked.push(answer);
		};
		let failed: { readonly reason: unknown } | undefined;
		try {
			let at = 0;
			for await (const chunk of chunks) {
				if (asked.length >= window) await asked.shift();
				const from = at;
				ask(
					this.#lifeline.call((done) =>
						this.#sftp.write(handle, chunk, 0, chunk.length, from, done),
					),
				);
				at += chunk.length;
			}
			if (isShared(mode)) ask(this.#lifeline.call((done) => this.#sftp.fchmod(handle, mode, done)));
			if (can(this.#sftp, "fsync@openssh.com")) {
				ask(this.#lifeline.call((done) => this.#sftp.ext_openssh_fsync(handle, done), flushMs));
			}
		} catch (reason) {
			failed = { reason };
		}
		const patience = failed ? undefined : flushMs;
		ask(this.#lifeline.call((done) => this.#sftp.close(handle, done), patience));
		// All of them, even where one fails: nothing may still be under way.
		for (const one of await Promise.allSettled(asked)) {
			if (one.status === "rejected") failed ??= { reason: one.reason };
		}
		if (failed !== undefined) throw failed.reason;
	}
}
