"use client";

import type { End, OperationEvent } from "@graft/services/running/events";

/** Hears every event of an operation until its end; a connection that is lost is taken up again where it was. */
export function follow(
	operation: string,
	hear: (event: OperationEvent) => void,
	signal?: AbortSignal,
): Promise<End | null> {
	return new Promise((resolve) => {
		const source = new EventSource(`/api/operations/${encodeURIComponent(operation)}/events`);
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
