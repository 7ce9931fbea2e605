/** `12,431 machines`, `1 machine`, for people. */
export function countOf(count: number, what: string): string {
	return `${count.toLocaleString("en-GB")} ${what}${count === 1 ? "" : "s"}`;
}
