import { exitCodes } from "../program/exit-codes.ts";
import type { Output } from "../terminal/output.ts";

const hangUps = ["SIGTERM", "SIGHUP"] as const;

let changes = 0;

/** Something is being changed just now, here or elsewhere. */
export function isChanging(): boolean {
	return changes > 0;
}

/**
 * While something is being changed, the first Ctrl-C asks for its end by `cancel`, and hang-ups are held back: the
 * operation ends with all of it there, or rolled back. The second Ctrl-C leaves it as it is, as a kill does: the next run
 * finishes it or rolls it back.
 */
export async function whileChanging<Result>(
	output: Output,
	cancel: () => void,
	work: () => Promise<Result>,
): Promise<Result> {
	let isAsked = false;
	const interrupt = () => {
		if (isAsked) process.exit(exitCodes.stopped);
		isAsked = true;
		output.warn([
			"Cancelling: this ends before its next step and rolls everything back. Ctrl-C again leaves it as it is; the next run puts it in order.",
		]);
		cancel();
	};
	const hold = () =>
		output.warn([
			"This cannot stop half-way: it ends with everything done, or with everything rolled back. Please wait.",
		]);
	process.on("SIGINT", interrupt);
	for (const signal of hangUps) process.on(signal, hold);
	changes += 1;
	try {
		return await work();
	} finally {
		changes -= 1;
		process.off("SIGINT", interrupt);
		for (const signal of hangUps) process.off(signal, hold);
	}
}
