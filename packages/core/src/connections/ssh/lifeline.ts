import { GraftError } from "../../domain/errors.ts";

export type NodeCallback<T> = (error: Error | boolean | null | undefined, value?: T) => void;

/** How long a server may take to answer one request before the connection counts as lost. */
const patienceMs = 60_000;

/**
 * What every call over one connection hangs on: when the connection is lost, all that wait fail at once, and so does
 * whatever comes later. ssh2 itself leaves a request without an answer waiting for ever.
 */
export class Lifeline {
	readonly #label: string;
	readonly #waiting = new Set<(error: GraftError) => void>();
	#lost: GraftError | undefined;
	/** Called once, when the connection is lost or ended. */
	readonly #whenLost: () => void;

	constructor(label: string, whenLost: () => void) {
		this.#label = label;
		this.#whenLost = whenLost;
	}

	get isCut(): boolean {
		return this.#lost !== undefined;
	}

	cut(reason: string, cause?: unknown): void {
		if (this.#lost !== undefined) return;
		const error = new GraftError("unreachable", `${this.#label}: ${reason}`, {
			hint: "Check whether the server and the network are up, then run the same command again.",
			cause,
		});
		this.#lost = error;
		for (const fail of this.#waiting) fail(error);
		this.#waiting.clear();
		this.#whenLost();
	}

	/** Fails with the loss of the connection, if that comes first. `patience` in ms: null waits as long as it takes. */
	during<T>(work: Promise<T>, patience: number | null = patienceMs): Promise<T> {
		return new Promise((resolve, reject) => {
			if (this.#lost !== undefined) {
				// Nobody waits for it any more.
				work.catch(() => undefined);
				return reject(this.#lost);
			}
			const deadline =
				patience === null
					? undefined
					: setTimeout(() => this.cut("the server no longer answers"), patience);
			const leave = () => {
				clearTimeout(deadline);
				this.#waiting.delete(fail);
			};
			const fail = (error: GraftError) => {
				leave();
				reject(error);
			};
			this.#waiting.add(fail);
			work.finally(leave).then(resolve, reject);
		});
	}

	/** The same for a function that takes a callback. */
	call<T = void>(start: (done: NodeCallback<T>) => void, patience?: number | null): Promise<T> {
		return this.during(
			new Promise<T>((resolve, reject) => {
				if (this.#lost !== undefined) return reject(this.#lost);
				start((error, value) => {
					if (error) reject(error);
					else resolve(value as T);
				});
			}),
			patience,
		);
	}
}
