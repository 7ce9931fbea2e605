// One locale for server, browser and terminal: a text must read the same everywhere.
const grouped = new Intl.NumberFormat("en-GB");

/** "12,431". */
export function formatCount(count: number): string {
	return grouped.format(count);
}

/** "1 file", "2,000 files", "3 entries": `plural` where it takes more than an s. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
	return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}
