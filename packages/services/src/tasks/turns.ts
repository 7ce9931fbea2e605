/** Lets so many in at once, and the rest wait in the order in which they came. */
export class Turns {
	#free: number;
	readonly #waiting: (() => void)[] = [];

	constructor(atOnce: number) {
		this.#free = atOnce;
	}

	/** Waits until there is room. Call the result once, at the end. */
	async take(): Promise<() => void> {
		if (this.#free > 0) this.#free -= 1;
		else await new Promise<void>((enter) => this.#waiting.push(enter));
		return () => {
			const next = this.#waiting.shift();
			if (next === undefined) this.#free += 1;
			else next();
		};
	}
}
