"use client";

import type { OperationDetail } from "@graft/services/operations/get-operation";
import type { End, OperationEvent } from "@graft/services/running/events";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { follow } from "../../../../components/follow.ts";

/** What was told so far, and what is told from now on, to the end. */
export function useEvents({ id, events, endedAt, state, outcome }: OperationDetail): {
	readonly lines: readonly string[];
	readonly end: End | null;
} {
	const router = useRouter();
	const [more, setMore] = useState<readonly OperationEvent[]>([]);
	const isOpen = endedAt === null;
	const ended = useEffectEvent(() => router.refresh());
	useEffect(() => {
		if (!isOpen) return;
		const leaving = new AbortController();
		const hear = (event: OperationEvent) => setMore((before) => [...before, event]);
		void follow(id, hear, leaving.signal).then((end) => {
			if (end !== null) ended();
		});
		return () => leaving.abort();
	}, [id, isOpen]);
	// The stream tells from the first one on, whatever the page knew: each number counts once.
	const all = new Map([...events, ...more].map((event) => [event.number, event]));
	const lines = [...all.values()].flatMap(lineOf);
	const last = more.findLast((event) => event.kind === "end");
	const known = isOpen ? null : ({ state, outcome: outcome ?? "" } as End);
	return { lines, end: last?.kind === "end" ? last.data : known };
}

/** What a command said is set apart from what is done. The problems and the end are shown elsewhere. */
function lineOf(event: OperationEvent): readonly string[] {
	switch (event.kind) {
		case "step":
			return [`[${event.data.done}/${event.data.total}] ${event.data.text}`];
		case "output":
			return [`    ${event.data.text}`];
		case "note":
		case "progress":
			return [event.data.text];
		case "problem":
		case "end":
			return [];
	}
}
