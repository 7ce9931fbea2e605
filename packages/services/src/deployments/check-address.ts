import { once } from "node:events";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { checkServerIdentity, TLSSocket } from "node:tls";
import { GraftError } from "@graft/core/domain/errors";
import { printable } from "@graft/core/domain/printable";

const patienceMs = 15_000;

/**
 * Fetches what agents will fetch, and compares it with what was put there. Gives what a person should know of its certificate.
 * Throws GraftError "refused" for anything that would keep agents from it.
 */
export async function checkAddress(url: string, expected: Uint8Array): Promise<readonly string[]> {
	const { bytes, notes } = await fetchBytes(url, expected.length);
	if (Buffer.compare(bytes, expected) === 0) return notes;
	throw refused(url, "something else is served there than what was put into the folder", {
		hint: "Look whether the web server serves this very folder at that address, and no other server or cache stands between.",
	});
}

async function fetchBytes(
	url: string,
	most: number,
): Promise<{ bytes: Uint8Array; notes: readonly string[] }> {
	const signal = AbortSignal.timeout(patienceMs);
	try {
		// Agents have an authority of their own (cacert.pem): what this machine trusts is not the question.
		const request =
			new URL(url).protocol === "https:"
				? getSecure(url, trusting(signal))
				: getPlain(url, { signal });
		const [response] = (await once(request, "response", { signal })) as [IncomingMessage];
		if (response.statusCode !== 200) {
			response.destroy();
			throw refused(url, `the web server answers ${response.statusCode}`, {
				hint: "Look at its configuration: the folder of packages must be served at that address, to everybody.",
			});
		}
		const notes =
			response.socket instanceof TLSSocket ? judgeCertificate(url, response.socket) : [];
		return { bytes: await readAll(response, most), notes };
	} catch (error) {
		if (error instanceof GraftError) throw error;
		const words = signal.aborted ? `no answer within ${patienceMs / 1000} s` : wordsOf(error);
		throw refused(url, printable(words), {
			hint: "Look whether the web server runs and offers HTTPS, and at the locations in OCS's configuration of deployment (DOWNLOAD_URI_INFO, DOWNLOAD_URI_FRAG).",
			cause: error,
		});
	}
}

function trusting(signal: AbortSignal) {
	return { signal, rejectUnauthorized: false, agent: false } as const;
}

async function readAll(response: IncomingMessage, most: number): Promise<Uint8Array> {
	const chunks: Buffer[] = [];
	let length = 0;
	for await (const chunk of response as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		length += chunk.length;
		// Longer than ours is not ours, however long it is.
		if (length > most) break;
	}
	return Buffer.concat(chunks);
}

/** Agents look at the name and the time, and whether they know who issued it; only the last can be theirs alone. */
function judgeCertificate(url: string, socket: TLSSocket): readonly string[] {
	const certificate = socket.getPeerCertificate();
	const host = new URL(url).hostname.replace(/^\[(.*)\]$/, "$1");
	const mismatch = checkServerIdentity(host, certificate);
	const now = Date.now();
	const isTimely =
		now >= Date.parse(certificate.valid_from) && now <= Date.parse(certificate.valid_to);
	const wrong =
		mismatch !== undefined
			? `its certificate is for another host (${mismatch.message})`
			: isTimely
				? undefined
				: `its certificate holds from ${certificate.valid_from} to ${certificate.valid_to}`;
	if (wrong !== undefined)
		throw refused(url, printable(wrong), {
			hint: "Give the web server a certificate that holds for the host of DOWNLOAD_URI_INFO, or name the host there for which it has one.",
		});
	if (socket.authorized) return [];
	const { CN, O } = certificate.issuer ?? {};
	const issuer = [CN ?? O ?? "an authority without a name"].flat().join(", ");
	return [
		printable(
			`this machine does not know who issued the certificate of ${new URL(url).host}; agents need the certificate of "${issuer}" as their cacert.pem`,
		),
	];
}

function wordsOf(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(wordsOf).join("; ");
	return error instanceof Error ? error.message : String(error);
}

function refused(url: string, what: string, options: { hint: string; cause?: unknown }) {
	return new GraftError("refused", `Agents could not fetch ${url}: ${what}.`, options);
}
