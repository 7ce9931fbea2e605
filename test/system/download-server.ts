import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { createServer as createPlain, type RequestListener, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** Serves a folder as OCS's web server does: over TLS with a certificate that nobody has signed, and without. */
export interface DownloadServer {
	/** Without a scheme. */
	readonly info: string;
	readonly fragments: string;
	/** Leaves the next request without an answer; resolves when it has come. */
	hold(): Promise<void>;
	stop(): Promise<void>;
}

/** `names` are those of the certificate, as openssl takes them. */
export async function startDownloadServer(
	folder: string,
	keys: string,
	names = "IP:127.0.0.1",
): Promise<DownloadServer> {
	const [key, cert] = ["server.key", "server.pem"].map((name) => join(keys, name));
	execFileSync(
		"openssl",
		[
			...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
			...["-days", "2", "-subj", "/CN=A test of Graft", "-addext", `subjectAltName=${names}`],
			...["-keyout", key ?? "", "-out", cert ?? ""],
		],
		{ stdio: "ignore" },
	);
	let held: (() => void) | undefined;
	const serve: RequestListener = ({ url = "" }, answer) => {
		if (held !== undefined) {
			held();
			held = undefined;
			return;
		}
		const path = join(folder, url.replace("/download/", ""));
		if (url.startsWith("/download/") && existsSync(path)) answer.end(readFileSync(path));
		else answer.writeHead(404).end();
	};
	const tls = { key: readFileSync(key ?? ""), cert: readFileSync(cert ?? "") };
	const servers = [createSecure(tls, serve), createPlain(serve)];
	const [info = "", fragments = ""] = await Promise.all(servers.map(listen));
	return {
		info,
		fragments,
		hold: () =>
			new Promise<void>((resolve) => {
				held = resolve;
			}),
		async stop() {
			for (const server of servers) server.close();
		},
	};
}

async function listen(server: Server): Promise<string> {
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	return `127.0.0.1:${(server.address() as AddressInfo).port}/download`;
}
