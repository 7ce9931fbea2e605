"use client";

import type { OperationDetail } from "@graft/services/operations/get-operation";
import type { End, OperationEvent } from "@graft/services/running/events";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { follow } from "../../../../components/follow.ts";
import { mostEvents } from "./most-events.ts";

interface Told {
	readonly lines: readonly string[];
	/** How many came before those. */
	readonly earlier: number;
	/** How far the step is that is under way; null where nothing tells. */
	readonly progress: {
		readonly text: string;
		readonly done: number;
		readonly total: number;
	} | null;
	readonly end: End | null;
}

/** What was told so far, and what is told from now on, to the end. */
export function useEvents(operation: OperationDetail): Told {
	const { id, endedAt, state, outcome } = operation;
	const router = useRouter();
	const [more, setMore] = useState<readonly OperationEvent[]>([]);
	const isOpen = endedAt === null;
	const known = operation.events.at(-1)?.number ?? 0;
	const ended = useEffectEvent(() => router.refresh());
	const begin = useEffectEvent((signal: AbortSignal) => {
		const hear = (event: OperationEvent) => setMore((all) => [...all, event].slice(-mostEvents));
		return follow({ operation: id, after: known, hear, signal });
	});
	useEffect(() => {
		if (!isOpen) return;
		const leaving = new AbortController();
		void begin(leaving.signal).then((end) => {
			if (end !== null) ended();
		});
		return () => leaving.abort();
	}, [isOpen]);
	// The page is read afresh at the end, and knows then what it heard before: each number counts once.
	const all = [
		...new Map([...operation.events, ...more].map((event) => [event.number, event])).values(),
	].slice(-mostEvents);
	const last = more.findLast((event) => event.kind === "end");
	const end = isOpen ? null : ({ state, outcome: outcome ?? "" } as End);
	return {
		lines: all.flatMap(lineOf),
		earlier: Math.max(0, (all[0]?.number ?? 1) - 1),
		progress: progressOf(all.at(-1)),
		end: last?.kind === "end" ? last.data : end,
	};
}

function progressOf(latest: OperationEvent | undefined): Told["progress"] {
	return latest?.kind === "progress" ? latest.data : null;
}

/** What a command said is set apart from what is done. Progress, problems and the end are shown elsewhere. */
function lineOf(event: OperationEvent): readonly string[] {
	switch (event.kind) {
		case "step":
			return [`[${event.data.done}/${event.data.total}] ${event.data.text}`];
		case "output":
			return [`    ${event.data.text}`];
		case "note":
			return [event.data.text];
		case "progress":
		case "problem":
		case "end":
			return [];
	}
}
