/** Fires once after so much time, not counting that in which it stood still. */
export class Deadline {
	readonly #abort = new AbortController();
	#left: number;
	#timer: NodeJS.Timeout | undefined;
	#since = 0;

	constructor(ms: number) {
		this.#left = ms;
		this.resume();
	}

	get signal(): AbortSignal {
		return this.#abort.signal;
	}

	resume(): void {
		this.pause();
		this.#since = performance.now();
		this.#timer = setTimeout(() => this.#abort.abort(), Math.max(0, this.#left));
	}

	pause(): void {
		if (this.#timer === undefined) return;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#left -= performance.now() - this.#since;
	}
}
