import { constants } from "node:os";
import type { Readable } from "node:stream";
import { formatCount } from "../domain/counts.ts";
import { OutputLines } from "./output-lines.ts";

/** Kept of each end of a stream; what lies between is read and thrown away, so that the command is not held up. */
const mostOfAnEnd = 512 * 1024;

/** Keeps the beginning and the end of a stream, at most 512 KiB each, and tells its lines as they come. */
export class CommandOutput {
	readonly #stream: Readable;
	#head: Buffer[] = [];
	#tail: Buffer[] = [];
	#headBytes = 0;
	#tailBytes = 0;
	#bytes = 0;
	#lines: OutputLines | undefined;

	constructor(stream: Readable) {
		this.#stream = stream;
		stream.on("data", this.#take);
		// A stream that breaks has given what it has; the command's end tells the rest.
		stream.on("error", () => undefined);
	}

	/** All that came, kept or not. */
	get bytes(): number {
		return this.#bytes;
	}

	/** All of it up to 1 MiB; of more, both ends with a line between them that says how much is left out. */
	text(): string {
		const head = Buffer.concat(this.#head);
		const tail = Buffer.concat(this.#tail).subarray(-mostOfAnEnd);
		const left = this.#bytes - head.length - tail.length;
		if (left === 0) return Buffer.concat([head, tail]).toString("utf8");
		return `${head.toString("utf8")}\n… ${formatCount(left)} bytes are left out …\n${tail.toString("utf8")}`;
	}

	/** Begins anew behind `mark`, in what came so far: what stands before it was not meant. */
	beginBehind(mark: RegExp): void {
		const all = Buffer.concat([...this.#head, ...this.#tail]);
		// A character a byte, so that places in it are places in the bytes.
		const found = mark.exec(all.toString("latin1"));
		const rest = found === null ? all : all.subarray(found.index + found[0].length);
		this.#head = [];
		this.#tail = [];
		this.#headBytes = this.#tailBytes = this.#bytes = 0;
		this.#keep(rest);
	}

	/** Tells `hear` each line of what came since the beginning, and from now on. */
	tell(hear: (line: string) => void): void {
		this.#lines = new OutputLines(hear);
		for (const chunk of [...this.#head, ...this.#tail]) this.#lines.push(chunk);
	}

	/** Leaves what comes from now on to others; a line that was begun is told. */
	stop(): void {
		this.#stream.removeListener("data", this.#take);
		this.#lines?.end();
		this.#lines = undefined;
	}

	readonly #take = (chunk: Buffer): void => {
		this.#keep(chunk);
		this.#lines?.push(chunk);
	};

	#keep(chunk: Buffer): void {
		this.#bytes += chunk.length;
		const first = chunk.subarray(0, mostOfAnEnd - this.#headBytes);
		if (first.length > 0) this.#head.push(first);
		this.#headBytes += first.length;
		if (first.length === chunk.length) return;
		this.#tail.push(chunk.subarray(first.length));
		this.#tailBytes += chunk.length - first.length;
		if (this.#tailBytes < 2 * mostOfAnEnd) return;
		this.#tail = [Buffer.from(Buffer.concat(this.#tail).subarray(-mostOfAnEnd))];
		this.#tailBytes = mostOfAnEnd;
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
