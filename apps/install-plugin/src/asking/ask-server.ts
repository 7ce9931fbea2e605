import type { GraftError } from "@graft/core/domain/errors";
import type { ServerAddress } from "@graft/services/context/server-address";
import type { Ask } from "../terminal/ask.ts";

/** Asks where the server is, in the order of OCS's own script. */
export async function askServer(ask: Ask): Promise<ServerAddress> {
	if (await ask.confirm("Is the server on this same machine?", true)) return { address: "local" };
	const host = await ask.text("Host (add :port if it is not 22)", { refuse: refuseHost });
	const user = await ask.text("User", { proposal: "root", refuse: refuseUser });
	const signIn = await askSignIn(ask);
	const sudo = user === "root" ? {} : await askSudo(ask);
	return { address: `ssh://${user}@${host.trim()}`, ...signIn, ...sudo };
}

async function askSignIn(ask: Ask): Promise<Partial<ServerAddress>> {
	const way = await ask.choose("How to sign in", [
		{ value: "agent", name: "SSH agent" },
		{ value: "key", name: "key file" },
		{ value: "password", name: "password" },
	]);
	if (way === "agent") return {};
	if (way === "password") return { password: await ask.secret("Password") };
	const identityFile = await ask.text("Key file", {
		refuse: (answer) => (answer.trim() === "" ? "Give the path of a private key." : undefined),
	});
	const passphrase = await ask.secret("Passphrase of the key (empty: it has none)");
	return { identityFile, ...(passphrase === "" ? {} : { passphrase }) };
}

async function askSudo(ask: Ask): Promise<Partial<ServerAddress>> {
	if (!(await ask.confirm("Become root there by sudo?", true))) return {};
	const sudoPassword = await ask.secret("Password for sudo (empty: it asks for none)");
	return { sudo: true, ...(sudoPassword === "" ? {} : { sudoPassword }) };
}

function refuseHost(answer: string): string | undefined {
	return /^[^\s@/]+$/.test(answer.trim()) ? undefined : "Give a host name or an address.";
}

function refuseUser(answer: string): string | undefined {
	return /^[^\s@/:-][^\s@/:]*$/.test(answer) ? undefined : "Give a user name.";
}

/** Asks, or refuses where nobody can answer. */
export function askOrRefuse(ask: Ask | null, refusal: GraftError): Ask {
	if (ask === null) throw refusal;
	return ask;
}
