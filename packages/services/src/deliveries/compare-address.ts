import { once } from "node:events";
import { get as getPlain, type IncomingMessage } from "node:http";
import { get as getSecure } from "node:https";
import { TLSSocket } from "node:tls";
import { GraftError } from "@graft/core/domain/errors";
import { printable } from "@graft/core/domain/printable";
import type { Certificate } from "@graft/core/platforms/delivery";
import { judgeCertificate } from "./certificate.ts";

const patienceMs = 15_000;

/**
 * Fetches what machines will fetch, and compares it with what was put there. Gives what is to be said of its certificate, which is null
 * without TLS. `settings`: where the system says from which address that is. Throws GraftError "refused" for anything else that would keep agents from it.
 */
export async function compareAddress(
	url: string,
	expected: Uint8Array,
	settings: string,
): Promise<Certificate | null> {
	const { bytes, certificate } = await fetchBytes(url, expected.length, settings);
	if (Buffer.compare(bytes, expected) === 0) return certificate;
	throw refused(url, "something else is served there than what was put into the folder", {
		hint: "Check whether the web server serves this very folder at that address, with no other server or cache in between.",
	});
}

async function fetchBytes(
	url: string,
	most: number,
	settings: string,
): Promise<{ bytes: Uint8Array; certificate: Certificate | null }> {
	const signal = AbortSignal.timeout(patienceMs);
	try {
		// Agents have an authority of their own (cacert.pem): what this machine trusts is not the question.
		const request =
			new URL(url).protocol === "https:"
				? getSecure(url, trusting(signal))
				: getPlain(url, { signal, agent: false });
		const [response] = (await once(request, "response", { signal })) as [IncomingMessage];
		if (response.statusCode !== 200) {
			response.destroy();
			throw refused(url, `the web server answers ${response.statusCode}`, {
				hint: "Check its configuration: the folder of packages must be served at that address, to everybody.",
			});
		}
		const { socket } = response;
		const certificate = socket instanceof TLSSocket ? judgeCertificate(new URL(url), socket) : null;
		return { bytes: await readAll(response, most), certificate };
	} catch (error) {
		if (error instanceof GraftError) throw error;
		const words = signal.aborted ? `no answer within ${patienceMs / 1000} s` : wordsOf(error);
		throw refused(url, printable(words), {
			hint: `Check whether the web server runs and offers HTTPS, and at ${settings}.`,
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

function wordsOf(error: unknown): string {
	if (error instanceof AggregateError) return error.errors.map(wordsOf).join("; ");
	return error instanceof Error ? error.message : String(error);
}

function refused(url: string, what: string, options: { hint: string; cause?: unknown }) {
	return new GraftError("refused", `Agents could not fetch ${url}: ${what}.`, options);
}
