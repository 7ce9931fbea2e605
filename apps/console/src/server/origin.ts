const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * True when a request comes from a page of this very console. Browsers send `Origin` with every request
 * that changes something, so one without it is refused as well.
 * The host is compared with names that we know: a foreign name that resolves to this machine is foreign. By those, the
 * console speaks plain HTTP: a page of another scheme there is somebody else's.
 */
export function isOwnOrigin(headers: Headers, publicUrl: string | undefined): boolean {
	const origin = headers.get("origin");
	if (origin === null || !URL.canParse(origin)) return false;
	const { host, hostname, protocol } = new URL(origin);
	if (publicUrl !== undefined && URL.canParse(publicUrl) && origin === new URL(publicUrl).origin) {
		return true;
	}
	return protocol === "http:" && loopback.has(hostname) && host === headers.get("host");
}

/** That no browser could have written it: neither an origin nor the "null" of a page that has none. */
export function isMalformedOrigin(origin: string | null): boolean {
	return origin !== null && origin !== "null" && !URL.canParse(origin);
}
