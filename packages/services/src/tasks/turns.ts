/** Lets so much in at once, and the rest wait in the order in which they came. */
export class Turns {
	#free: number;
	readonly #all: number;
	readonly #waiting: { readonly size: number; readonly enter: () => void }[] = [];

	/** `all`: of whatever is counted: tasks, bytes. */
	constructor(all: number) {
		this.#free = all;
		this.#all = all;
	}

	/** Waits until there is room for `size`; what is larger than everything has its turn alone. Call the result once, at the end. */
	async take(size = 1, waits: () => void = () => undefined): Promise<() => void> {
		const taken = Math.min(size, this.#all);
		if (this.#waiting.length > 0 || taken > this.#free) {
			waits();
			await new Promise<void>((enter) => this.#waiting.push({ size: taken, enter }));
		} else this.#free -= taken;
		return () => {
			this.#free += taken;
			this.#admit();
		};
	}

	#admit(): void {
		for (let next = this.#waiting[0]; next && next.size <= this.#free; next = this.#waiting[0]) {
			this.#free -= next.size;
			this.#waiting.shift();
			next.enter();
		}
	}
}
