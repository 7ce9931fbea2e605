import { constants } from "node:os";
import type { Readable } from "node:stream";

/** Of each stream; what comes after is read and thrown away, so that the command is not held up. */
const limit = 1024 * 1024;

/** Keeps the beginning of a stream, at most 1 MiB. */
export class CommandOutput {
	readonly #chunks: Buffer[] = [];
	#bytes = 0;

	constructor(stream: Readable) {
		stream.on("data", (chunk: Buffer) => this.add(chunk));
		// A stream that breaks has given what it has; the command's end tells the rest.
		stream.on("error", () => undefined);
	}

	add(chunk: Buffer): void {
		const kept = chunk.subarray(0, limit - this.#bytes);
		if (kept.length === 0) return;
		this.#chunks.push(kept);
		this.#bytes += kept.length;
	}

	text(): string {
		return Buffer.concat(this.#chunks).toString("utf8");
	}
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
