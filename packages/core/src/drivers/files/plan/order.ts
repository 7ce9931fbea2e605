/**
 * One list that keeps the order of both: what is referred to stays before what refers to it, in either of them.
 * Where the two contradict each other, the first one wins.
 */
export function mergeOrders(first: readonly string[], second: readonly string[]): string[] {
	const merged = new Set<string>();
	const rest = new Set(second);
	for (const item of first) {
		if (rest.has(item)) {
			for (const earlier of [...rest]) {
				if (earlier === item) break;
				rest.delete(earlier);
				if (!first.includes(earlier)) merged.add(earlier);
			}
			rest.delete(item);
		}
		merged.add(item);
	}
	for (const item of rest) merged.add(item);
	return [...merged];
}
