/** "1,234 bytes": numbers grouped, never rounded. */
export function bytesText(bytes: number): string {
	return bytes === 1 ? "1 byte" : `${bytes.toLocaleString("en-GB")} bytes`;
}
