import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import { publicUrl } from "./address.ts";

/** Ours alone: whatever a request says in it is overwritten. */
export const addressHeader = "x-graft-address";

/** Writes into each request, before anybody reads it, from which address it came. */
export function tellAddresses(): void {
	subscribe("http.server.request.start", (message) => {
		const { request } = message as { request: IncomingMessage };
		request.headers[addressHeader] = addressOf(
			request.socket.remoteAddress ?? "",
			request.headers["x-forwarded-for"],
			publicUrl(),
		);
	});
}

const loopback = /^(127\.|::1$|::ffff:127\.)/;

/**
 * The other end of the connection. Only where the console is reached by another name than this machine's own, and the
 * connection comes from this machine, that end is a proxy: then it is whom the proxy names, the last one in the header.
 */
export function addressOf(
	peer: string,
	forwarded: string | string[] | undefined,
	url: string | undefined,
): string {
	if (!loopback.test(peer) || url === undefined || isOfThisMachine(url)) return peer;
	const named = [forwarded ?? []].flat().join(",").split(",").at(-1)?.trim();
	return named || peer;
}

function isOfThisMachine(url: string): boolean {
	const hostname = URL.canParse(url) ? new URL(url).hostname : "";
	return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}
