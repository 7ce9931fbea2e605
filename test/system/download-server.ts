import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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
	/** Goes on with a certificate that held until some years ago. */
	expire(): void;
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
	const secure = createSecure(tls, serve);
	const servers = [secure, createPlain(serve)];
	const [info = "", fragments = ""] = await Promise.all(servers.map(listen));
	return {
		info,
		fragments,
		hold: () =>
			new Promise<void>((resolve) => {
				held = resolve;
			}),
		expire: () => secure.setSecureContext({ ...tls, cert: expired(keys, names) }),
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

/** Of the same key. Only openssl's own authority takes dates that are over. */
function expired(keys: string, names: string): Buffer {
	const openssl = (...args: string[]) =>
		execFileSync("openssl", args, { cwd: keys, stdio: "ignore" });
	const authority = ["[ca]", "default_ca = test", "[test]", "database = issued", "policy = any"];
	const policy = ["new_certs_dir = .", "rand_serial = yes", "copy_extensions = copy", "[any]"];
	writeFileSync(
		join(keys, "authority"),
		[...authority, ...policy, "commonName = supplied", ""].join("\n"),
	);
	writeFileSync(join(keys, "issued"), "");
	const subject = ["-subj", "/CN=A test of Graft", "-addext", `subjectAltName=${names}`];
	openssl("req", "-new", "-key", "server.key", ...subject, "-out", "request");
	openssl(
		...["ca", "-batch", "-selfsign", "-notext", "-md", "sha256", "-config", "authority"],
		...["-keyfile", "server.key", "-in", "request", "-out", "expired.pem"],
		...["-startdate", "20200101000000Z", "-enddate", "20210101000000Z"],
	);
	return readFileSync(join(keys, "expired.pem"));
}
