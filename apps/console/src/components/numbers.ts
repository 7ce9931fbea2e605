// One locale for server and browser: a page must read the same before and after it is awake.
const grouped = new Intl.NumberFormat("en-GB");

export function formatCount(count: number): string {
	return grouped.format(count);
}

/** "812 bytes", "1.4 KiB", "12 MiB". */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
	const kibibytes = bytes / 1024;
	const [amount, unit] = kibibytes < 1024 ? [kibibytes, "KiB"] : [kibibytes / 1024, "MiB"];
	return `${amount < 10 ? amount.toFixed(1) : grouped.format(Math.round(amount))} ${unit}`;
}

/** "1 file", "2,000 files". */
export function countOf(count: number, noun: string): string {
	return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}
