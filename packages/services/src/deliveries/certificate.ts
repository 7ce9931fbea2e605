import { once } from "node:events";
import { isIP } from "node:net";
import { checkServerIdentity, connect, type TLSSocket } from "node:tls";
import type { Certificate } from "@graft/core/platforms/delivery";

const patienceMs = 5_000;

/**
 * Of the server at an address, before anything lies there to be fetched. null where it cannot be asked: what keeps agents
 * from it is told once something is there.
 */
export async function lookAtCertificate(address: string): Promise<Certificate | null> {
	let socket: TLSSocket | undefined;
	try {
		const url = new URL(address);
		const host = hostOf(url);
		socket = connect({
			...{ host, port: Number(url.port || 443), rejectUnauthorized: false },
			...(isIP(host) === 0 ? { servername: host } : {}),
		});
		// Whatever comes after the handshake is of no interest, and must not be thrown at nobody.
		socket.on("error", () => undefined);
		await once(socket, "secureConnect", { signal: AbortSignal.timeout(patienceMs) });
		return judgeCertificate(url, socket);
	} catch {
		return null;
	} finally {
		socket?.destroy();
	}
}

/** By name and time, as whoever looks at certificates would judge it; who issued it is another question. */
export function judgeCertificate(url: URL, socket: TLSSocket): Certificate {
	const certificate = socket.getPeerCertificate();
	const mismatch = checkServerIdentity(hostOf(url), certificate);
	const { valid_from: from, valid_to: to } = certificate;
	const isTimely = Date.now() >= Date.parse(from) && Date.now() <= Date.parse(to);
	const wrong = [
		...(mismatch === undefined ? [] : [`is for another host (${mismatch.message})`]),
		...(isTimely ? [] : [`holds from ${from} to ${to}`]),
	];
	const { host } = url;
	if (wrong.length > 0) return { host, wrong: wrong.join(", and "), unknownIssuer: null };
	if (socket.authorized) return { host, wrong: null, unknownIssuer: null };
	const { CN, O } = certificate.issuer ?? {};
	const unknownIssuer = [CN ?? O ?? "an authority without a name"].flat().join(", ");
	return { host, wrong: null, unknownIssuer };
}

function hostOf({ hostname }: URL): string {
	return hostname.replace(/^\[(.*)\]$/, "$1");
}
