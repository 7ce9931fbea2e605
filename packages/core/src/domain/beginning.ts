/** So much of a list a page shows at once: rows beyond that nobody reads, and everybody waits for. */
const most = 200;

/** A list as a page shows it. */
export interface Beginning<T> {
	readonly first: readonly T[];
	/** Of the whole list. */
	readonly count: number;
}

export function beginningOf<T>(list: readonly T[]): Beginning<T> {
	return { first: list.slice(0, most), count: list.length };
}
