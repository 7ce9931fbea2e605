import { countOf } from "@graft/core/domain/counts";
import type { Progress } from "@graft/core/domain/progress";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context.ts";
import { wordsOf } from "../files/explain-failure.ts";

export interface OperationLog {
	readonly report: (event: Progress) => void;
	readonly steps: () => number;
	/** Waits until all lines are kept, or cannot be: then that is told, and nothing else comes of it. */
	readonly written: () => Promise<void>;
}

/** After a line could not be written, the next try waits: each blocks this thread for as long as SQLite waits. */
const restMs = 5_000;

/** Lines are kept in the order in which they came, while the work goes on: a line that cannot be kept never ends it. */
export function openLog(ctx: Context, operationId: string): OperationLog {
	const waiting: { operationId: string; number: number; at: Date; text: string }[] = [];
	let number = 0;
	let steps = 0;
	let restUntil = 0;
	let isGivenUp = false;
	let writing: Promise<void> | undefined;
	const put = async () => {
		while (waiting.length > 0) {
			const lines = [...waiting];
			await ctx.database.logLine.createMany({ data: lines });
			waiting.splice(0, lines.length);
		}
	};
	const rest = () => {
		restUntil = performance.now() + restMs;
	};
	return {
		report(event) {
			ctx.report(event);
			number += 1;
			if (event.kind === "step") steps += 1;
			waiting.push({ operationId, number, at: ctx.clock(), text: event.text });
			if (writing !== undefined || performance.now() < restUntil) return;
			writing = put()
				.catch(rest)
				.finally(() => {
					writing = undefined;
				});
		},
		steps: () => steps,
		async written() {
			await writing;
			if (isGivenUp) return;
			await retryBusy(put).catch((error: unknown) => {
				isGivenUp = true;
				const lines = countOf(waiting.length, "line");
				const text = `${lines} of this operation's log could not be kept: ${wordsOf(error)}`;
				ctx.report({ kind: "note", text });
			});
		},
	};
}
