import type { Transport } from "../transport.ts";
import { formatAddress, parseAddress } from "./address.ts";
import { askSsh } from "./ask-ssh.ts";

/** Any server that lets us in over SSH. */
export const ssh: Transport = {
	form: "ssh://user@host:port",
	example: "ssh://user@host:22",
	where: "reached over SSH",
	takes: [
		...(["identityFile", "passphrase", "password", "jump"] as const),
		...(["sudo", "sudoPassword", "expectedHostKey"] as const),
	],
	claims: (address) => /^ssh:/i.test(address),
	label: (address) => formatAddress(parseAddress(address)),
	host: (address) => parseAddress(address).host,
	becomesRoot: (address) => (parseAddress(address).user === "root" ? null : "by --sudo"),
	ask: askSsh,
	async open(server, options) {
		// Loaded only when a server is remote: it is half of the start-up time of a command.
		const { openSsh } = await import("./open-ssh.ts");
		return openSsh(server, options);
	},
};
