"use client";

import type { End, OperationEvent } from "@graft/services/running/events";

interface Following {
	readonly operation: string;
	/** Events up to this number are known; left out, none is. */
	readonly after?: number;
	readonly hear: (event: OperationEvent) => void;
	readonly signal?: AbortSignal | undefined;
}

/** Hears every event of an operation until its end; a connection that is lost is taken up again where it was. */
export function follow({ operation, after = 0, hear, signal }: Following): Promise<End | null> {
	return new Promise((resolve) => {
		const events = `/api/operations/${encodeURIComponent(operation)}/events`;
		const source = new EventSource(`${events}?after=${after}`);
		const stop = (end: End | null) => {
			source.close();
			resolve(end);
		};
		signal?.addEventListener("abort", () => stop(null));
		source.onmessage = ({ data }) => {
			const event: OperationEvent = JSON.parse(data);
			hear(event);
			if (event.kind === "end") stop(event.data);
		};
		// It tries again by itself, unless it was answered that there is nothing, or nobody is signed in any more.
		source.onerror = () => {
			if (source.readyState === EventSource.CLOSED) stop(null);
		};
	});
}
