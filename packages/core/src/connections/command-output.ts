import { constants } from "node:os";
import type { Readable } from "node:stream";

/** Of each stream; what comes after is read and thrown away, so that the command is not held up. */
const limit = 1024 * 1024;

/** Keeps the beginning of a stream, at most 1 MiB. */
export class CommandOutput {
	readonly #stream: Readable;
	readonly #chunks: Buffer[] = [];
	#bytes = 0;

	constructor(stream: Readable) {
		this.#stream = stream;
		stream.on("data", this.#keep);
		// A stream that breaks has given what it has; the command's end tells the rest.
		stream.on("error", () => undefined);
	}

	get bytes(): number {
		return this.#bytes;
	}

	text(): string {
		return Buffer.concat(this.#chunks).toString("utf8");
	}

	/** Leaves what comes from now on to others. */
	stop(): void {
		this.#stream.removeListener("data", this.#keep);
	}

	readonly #keep = (chunk: Buffer): void => {
		const kept = chunk.subarray(0, limit - this.#bytes);
		if (kept.length === 0) return;
		this.#chunks.push(kept);
		this.#bytes += kept.length;
	};
}

/** How long output is waited for once a command has ended: a service that it started may hold the stream for ever. */
export const drainMs = 500;

/** Exit code as a shell gives it: a command that a signal ended is 128 + the signal's number. */
export function exitCode(
	code: number | null | undefined,
	signal: string | null | undefined,
): number {
	if (typeof code === "number") return code;
	const number = Object.entries(constants.signals).find(([name]) => name === signal)?.[1];
	return 128 + (number ?? 0);
}
