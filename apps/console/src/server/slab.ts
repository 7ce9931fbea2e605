import { sharedBytes } from "@graft/services/tasks/share-bytes";

interface Range {
	readonly start: number;
	readonly end: number;
}

interface Waiting {
	readonly size: number;
	readonly enter: (range: Range) => void;
}

export interface Lent {
	readonly bytes: Uint8Array;
	/** Once, when nobody reads it any more. */
	readonly giveBack: () => void;
}

/**
 * One piece of memory of a fixed size, lent in parts; whoever finds no room waits, in the order in which they came. Left to
 * the garbage collector, memory that threads share goes late: ten uploads one after the other would be held all ten.
 */
export class Slab {
	readonly #size: number;
	#memory: Uint8Array | undefined;
	/** In order. */
	readonly #lent: Range[] = [];
	readonly #waiting: Waiting[] = [];

	constructor(size: number) {
		this.#size = size;
	}

	/** Up to the size of the whole; `waits` is told where there is no room yet. */
	async lend(size: number, waits: () => void = () => undefined): Promise<Lent> {
		let range = this.#waiting.length === 0 ? this.#find(size) : undefined;
		if (range === undefined) {
			waits();
			range = await new Promise<Range>((enter) => this.#waiting.push({ size, enter }));
		}
		const own = range;
		// Only what is written to takes memory really.
		this.#memory ??= sharedBytes(this.#size);
		const bytes = this.#memory.subarray(own.start, own.end);
		return { bytes, giveBack: () => this.#release(own) };
	}

	/** The first gap that is large enough, taken. */
	#find(size: number): Range | undefined {
		let start = 0;
		for (const [index, { start: next, end }] of [...this.#lent, ending(this.#size)].entries()) {
			if (next - start >= size) {
				const range = { start, end: start + size };
				this.#lent.splice(index, 0, range);
				return range;
			}
			start = end;
		}
		return undefined;
	}

	#release(range: Range): void {
		const index = this.#lent.indexOf(range);
		if (index === -1) return;
		this.#lent.splice(index, 1);
		for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
			const found = this.#find(next.size);
			if (found === undefined) return;
			this.#waiting.shift();
			next.enter(found);
		}
	}
}

const ending = (at: number): Range => ({ start: at, end: at });
