const sliceBytes = 1024 * 1024;

/** The body of an answer, slice by slice: a large one would be copied whole, and others would wait for that. */
export function bodyOf(...pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
	const slices = sliced(pieces);
	return new ReadableStream({
		pull(controller) {
			const { value, done } = slices.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
	});
}

function* sliced(pieces: readonly Uint8Array[]): Generator<Uint8Array, void> {
	for (const piece of pieces)
		for (let at = 0; at < piece.length; at += sliceBytes) yield piece.slice(at, at + sliceBytes);
}
