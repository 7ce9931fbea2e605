import { StringDecoder } from "node:string_decoder";

/** In characters; a line that is longer is told cut off. */
const longestLine = 2_000;

/** Tells each whole line of a stream as it comes, without its end, and at the end what came last without one. */
export class OutputLines {
	readonly #hear: (line: string) => void;
	readonly #decoder = new StringDecoder("utf8");
	#begun = "";
	#isCut = false;

	constructor(hear: (line: string) => void) {
		this.#hear = hear;
	}

	push(chunk: Buffer): void {
		this.#take(this.#decoder.write(chunk));
	}

	/** Once; nothing comes after it. */
	end(): void {
		this.#take(this.#decoder.end());
		if (this.#begun !== "") this.#tell();
	}

	#take(text: string): void {
		const [first = "", ...later] = text.split("\n");
		this.#add(first);
		for (const part of later) {
			this.#tell();
			this.#add(part);
		}
	}

	#add(text: string): void {
		const room = longestLine - this.#begun.length;
		this.#begun += text.slice(0, room);
		if (text.length > room) this.#isCut = true;
	}

	#tell(): void {
		const line = this.#isCut ? `${this.#begun}…` : this.#begun.replace(/\r$/, "");
		this.#begun = "";
		this.#isCut = false;
		this.#hear(line);
	}
}
