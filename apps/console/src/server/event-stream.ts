interface Numbered {
	readonly number: number;
}

/** So often something is sent, so that proxies keep the connection open, and one that broke is noticed. */
const quietMs = 15_000;

/** Server-sent events, each with its number as id: a browser that comes back says from where on. */
export function eventStream(
	gone: AbortSignal,
	follow: (signal: AbortSignal) => AsyncIterable<Numbered>,
): Response {
	const stopping = new AbortController();
	const signal = AbortSignal.any([gone, stopping.signal]);
	const encoder = new TextEncoder();
	const stream = new ReadableStream<Uint8Array>({
		async start(controller) {
			const send = (text: string) => {
				if (!signal.aborted) controller.enqueue(encoder.encode(text));
			};
			const quiet = setInterval(() => send(": still here\n\n"), quietMs);
			try {
				send("retry: 1000\n\n");
				for await (const event of follow(signal))
					send(`id: ${event.number}\ndata: ${JSON.stringify(event)}\n\n`);
			} finally {
				clearInterval(quiet);
				if (!signal.aborted) controller.close();
			}
		},
		cancel: () => stopping.abort(),
	});
	return new Response(stream, {
		headers: {
			"content-type": "text/event-stream; charset=utf-8",
			// Nothing on the way may hold it back to compress it.
			"cache-control": "no-cache, no-transform",
			"x-accel-buffering": "no",
		},
	});
}
