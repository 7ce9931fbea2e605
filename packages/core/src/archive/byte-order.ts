/** For sort(): by the bytes of the UTF-8 text, so that order does not depend on a locale or on UTF-16. */
export function byteOrder(a: string, b: string): number {
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
