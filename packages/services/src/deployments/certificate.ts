import { once } from "node:events";
import { isIP } from "node:net";
import { checkServerIdentity, connect, type TLSSocket } from "node:tls";
import { printable } from "@graft/core/domain/printable";
import type { Problem } from "@graft/core/domain/problem";
import { ocsCodes } from "@graft/core/platforms/ocs-inventory/codes";

const patienceMs = 5_000;

/** What is to be said of a certificate, from the side of agents. */
export interface Judgement {
	/** Agents that look at certificates would refuse it. */
	readonly problem: Problem | null;
	/** What agents need for it. */
	readonly note: string | null;
}

/**
 * Of the server at an address, before anything lies there to be fetched. null where it cannot be asked: what keeps agents
 * from it is told once something is there.
 */
export async function lookAtCertificate(address: string): Promise<Judgement | null> {
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

/**
 * Agents look at the name and the time, and whether they know who issued it: that they know by a cacert.pem of their own,
 * so what this machine knows is not the question. Those with ssl=0 look at nothing.
 */
export function judgeCertificate(url: URL, socket: TLSSocket): Judgement {
	const certificate = socket.getPeerCertificate();
	const mismatch = checkServerIdentity(hostOf(url), certificate);
	const { valid_from: from, valid_to: to } = certificate;
	const isTimely = Date.now() >= Date.parse(from) && Date.now() <= Date.parse(to);
	const wrong = [
		...(mismatch === undefined ? [] : [`is for another host (${mismatch.message})`]),
		...(isTimely ? [] : [`holds from ${from} to ${to}`]),
	];
	if (wrong.length > 0) return { problem: problemOf(url, wrong.join(", and ")), note: null };
	if (socket.authorized) return { problem: null, note: null };
	const { CN, O } = certificate.issuer ?? {};
	const issuer = [CN ?? O ?? "an authority without a name"].flat().join(", ");
	const note = `this machine does not know who issued the certificate of ${url.host}; agents need the certificate of "${issuer}" as their cacert.pem`;
	return { problem: null, note: printable(note) };
}

function problemOf({ host }: URL, wrong: string): Problem {
	return {
		severity: "warning",
		code: ocsCodes["ocs/deployment-certificate"],
		path: "",
		part: "agent",
		message: printable(
			`The certificate of ${host} ${wrong}: agents that look at certificates cannot fetch packages there.`,
		),
		hint: "Give the web server a certificate that holds for the host of DOWNLOAD_URI_INFO, or name the host there for which it has one. Where your agents do not look at certificates (ssl=0), accept this code.",
	};
}

function hostOf({ hostname }: URL): string {
	return hostname.replace(/^\[(.*)\]$/, "$1");
}
