/** `12,431 rows`, `1 row`. */
export function countText(count: number, what: string): string {
	return `${count.toLocaleString("en-GB")} ${what}${count === 1 ? "" : "s"}`;
}
