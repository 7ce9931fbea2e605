/**
 * The buffers that can be handed over to another thread instead of being copied, in `value`, however deep. A view of
 * part of a buffer is exchanged for a copy of that part alone: the rest is somebody else's.
 */
export function ownBuffers(value: unknown): ArrayBuffer[] {
	const found = new Set<ArrayBuffer>();
	collect(value, found);
	return [...found];
}

function collect(value: unknown, found: Set<ArrayBuffer>): void {
	if (typeof value !== "object" || value === null) return;
	if (value instanceof Map) {
		for (const each of value.values()) collect(each, found);
		return;
	}
	if (Array.isArray(value)) {
		for (const each of value) collect(each, found);
		return;
	}
	const holder = value as Record<string, unknown>;
	for (const [key, each] of Object.entries(holder)) {
		if (!(each instanceof Uint8Array)) collect(each, found);
		else if (!(each.buffer instanceof SharedArrayBuffer)) {
			const isWhole = each.buffer.byteLength === each.byteLength;
			const own = isWhole ? each : new Uint8Array(each);
			if (!isWhole) holder[key] = own;
			found.add(own.buffer as ArrayBuffer);
		}
	}
}
