import type { Configuration } from "./read-configuration.ts";

const most = 4;

/**
 * Where the communication server can be asked on its own machine. A port of TLS comes last, and is asked without it:
 * Apache answers that with a status, too. https://httpd.apache.org/docs/2.4/mod/mpm_common.html#listen
 */
export function urlsOf({ directives }: Pick<Configuration, "directives">): readonly string[] {
	const addresses = directives
		.filter(({ name }) => name === "listen")
		.flatMap(({ args: [address = "", protocol = ""] }) => {
			const [, host = "", port = ""] =
				/^(?:(\[[\da-f:.]+\]|[\w.*-]+):)?(\d{1,5})$/i.exec(address) ?? [];
			if (port === "" || Number(port) > 65_535) return [];
			const url = `http://${hostToAsk(host)}:${port}/ocsinventory`;
			return [{ url, tls: /^https$/i.test(protocol) || port === "443" }];
		})
		.sort((one, other) => Number(one.tls) - Number(other.tls));
	return [...new Set(addresses.map(({ url }) => url))].slice(0, most);
}

function hostToAsk(host: string): string {
	if (host === "[::]") return "[::1]";
	return host === "" || host === "*" || host === "0.0.0.0" ? "127.0.0.1" : host;
}
