import type { Client, SFTPWrapper } from "ssh2";
import { GraftError } from "../../domain/errors.ts";
import { fileFailure } from "../failures.ts";
import { AttachedSftp } from "./attached-sftp.ts";
import type { Lifeline, NodeCallback } from "./lifeline.ts";
import { codeOf } from "./sftp-answers.ts";

/** SFTP over one connection: every call hangs on its lifeline, and every refusal says what was being done. */
export class SftpSession {
	readonly label: string;
	readonly sftp: SFTPWrapper;
	readonly client: AttachedSftp;
	readonly lifeline: Lifeline;

	constructor(label: string, client: Client, sftp: SFTPWrapper, lifeline: Lifeline) {
		this.label = label;
		this.sftp = sftp;
		this.client = new AttachedSftp(client, sftp);
		this.lifeline = lifeline;
		// Each operation of that client listens to the connection while it runs.
		client.setMaxListeners(0);
	}

	call<T = void>(start: (done: NodeCallback<T>) => void): Promise<T> {
		return this.lifeline.call<T>(start);
	}

	during<T>(work: Promise<T>): Promise<T> {
		return this.lifeline.during(work);
	}

	/** Closes a file that was only read: nobody waits for the answer. */
	forget(handle: Buffer): void {
		this.call((done) => this.sftp.close(handle, done)).catch(() => undefined);
	}

	/** An answer of the server becomes an error that says what was being done; no answer is a lost connection. */
	async told<T>(doing: string, path: string, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			return this.#fail(doing, path, error);
		}
	}

	/** The same for what is given piece by piece. */
	async *tellingOf<T>(
		doing: string,
		path: string,
		pieces: () => AsyncIterable<T>,
	): AsyncGenerator<T> {
		try {
			yield* pieces();
		} catch (error) {
			await this.#fail(doing, path, error);
		}
	}

	async #fail(doing: string, path: string, error: unknown): Promise<never> {
		if (error instanceof GraftError || !(error instanceof Error)) throw error;
		if (codeOf(error) === undefined) {
			this.lifeline.cut(`the connection was lost: ${error.message}`, error);
			return this.lifeline.during(Promise.reject(error));
		}
		throw fileFailure(this.label, doing, path, error.message, error);
	}
}
