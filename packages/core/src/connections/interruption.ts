import type { RunOptions } from "./connection.ts";
import { outOfTime, wasCancelled } from "./failures.ts";

/** What ends a command before it ends itself: its time is over, nobody wants it any more, or its hearer failed. */
export class Interruption {
	/** Resolves with what `run` is to throw then; may never. */
	readonly reason: Promise<{ readonly error: unknown }>;
	/** `output`, for which a failure of its own ends the command. */
	readonly hear: (line: string) => void;
	/** The command has ended: nothing interrupts it any more. */
	readonly over: () => void;

	constructor(
		label: string,
		argv: readonly string[],
		{ timeoutMs = 60_000, signal, output }: RunOptions,
	) {
		let end: (error: unknown) => void = () => undefined;
		this.reason = new Promise((resolve) => {
			end = (error) => resolve({ error });
		});
		const late = setTimeout(() => end(outOfTime(label, argv, timeoutMs)), timeoutMs);
		const aborted = () => end(wasCancelled(label, argv));
		if (signal?.aborted) aborted();
		else signal?.addEventListener("abort", aborted);
		this.over = () => {
			clearTimeout(late);
			signal?.removeEventListener("abort", aborted);
		};
		this.hear = (line) => {
			try {
				output?.(line);
			} catch (error) {
				end(error);
			}
		};
	}
}

/** Throws GraftError "cancelled" where nothing may begin any more. */
export function refuseCancelled(
	label: string,
	argv: readonly string[],
	{ signal }: RunOptions,
): void {
	if (signal?.aborted) throw wasCancelled(label, argv);
}
