import type { Output } from "./output.ts";

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
	try {
		return await work();
	} finally {
		for (const signal of signals) process.off(signal, hold);
	}
}
