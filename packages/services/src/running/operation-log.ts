import { countOf } from "@graft/core/domain/counts";
import type { Prisma } from "@graft/database/generated/client";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";
import type { OperationLog } from "../context/current-operation.ts";
import { wordsOf } from "../files/explain-failure.ts";
import type { NewEvent } from "./events.ts";

interface Row {
	readonly operationId: string;
	readonly number: number;
	readonly at: Date;
	readonly kind: NewEvent["kind"];
	readonly data: Prisma.InputJsonObject;
}

/** After a line could not be written, the next try waits: each blocks this thread for as long as SQLite waits. */
const restMs = 5_000;

/**
 * Events are kept in the order in which they came, while the work goes on: one that cannot be kept never ends it. They
 * come behind number `after`, where a process before this one has written some.
 */
export function openLog(ctx: Context, operationId: string, after = 0): OperationLog {
	const waiting: Row[] = [];
	let number = after;
	let restUntil = 0;
	let isGivenUp = false;
	let writing: Promise<void> | undefined;
	const put = async () => {
		while (waiting.length > 0) {
			const rows = [...waiting];
			await ctx.database.operationEvent.createMany({ data: rows });
			waiting.splice(0, rows.length);
		}
	};
	const rest = () => {
		restUntil = performance.now() + restMs;
	};
	return {
		report(event, part) {
			ctx.report(event);
			number += 1;
			const { kind, ...told } = event;
			const data = part === undefined ? told : { ...told, part };
			waiting.push({ operationId, number, at: ctx.clock(), kind, data });
			if (writing !== undefined || performance.now() < restUntil) return;
			writing = put()
				.catch(rest)
				.finally(() => {
					writing = undefined;
				});
		},
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
