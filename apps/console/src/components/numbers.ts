import { formatCount } from "@graft/core/domain/counts";

export { countOf, formatCount } from "@graft/core/domain/counts";

/** "812 bytes", "1.4 KiB", "12 MiB". */
export function formatBytes(bytes: number): string {
	if (bytes < 1024) return `${bytes} ${bytes === 1 ? "byte" : "bytes"}`;
	const kibibytes = bytes / 1024;
	const [amount, unit] = kibibytes < 1024 ? [kibibytes, "KiB"] : [kibibytes / 1024, "MiB"];
	return `${amount < 10 ? amount.toFixed(1) : formatCount(Math.round(amount))} ${unit}`;
}
