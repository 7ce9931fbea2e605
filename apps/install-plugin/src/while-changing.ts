import type { Output } from "./output.ts";

let changes = 0;

/** Something is being changed just now, here or elsewhere. */
export function isChanging(): boolean {
	return changes > 0;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Holds back Ctrl-C and hang-ups while a server is being changed: the operation ends with all of it there,
 * or puts it back. A kill that cannot be held back is mended by the next run, from the journal.
 */
export async function whileChanging<Result>(
	output: Output,
	work: () => Promise<Result>,
): Promise<Result> {
	const hold = () =>
		output.warn([
			"Not stopping half-way: this ends with everything there, or put back. Please wait.",
		]);
	for (const signal of signals) process.on(signal, hold);
	changes += 1;
	try {
		return await work();
	} finally {
		changes -= 1;
		for (const signal of signals) process.off(signal, hold);
	}
}
