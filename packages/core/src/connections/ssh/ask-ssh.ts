import type { ServerTarget } from "../server-target.ts";
import type { Person } from "../transport.ts";

/** In the order of OCS's own script. */
export async function askSsh(person: Person): Promise<ServerTarget> {
	const host = await person.text("Host (add :port if it is not 22)", { refuse: refuseHost });
	const user = await person.text("User", { proposal: "root", refuse: refuseUser });
	const signIn = await askSignIn(person);
	const sudo = user === "root" ? {} : await askSudo(person);
	return { address: `ssh://${user}@${host.trim()}`, ...signIn, ...sudo };
}

async function askSignIn(person: Person): Promise<Partial<ServerTarget>> {
	const way = await person.choose("How to sign in", [
		{ value: "agent", name: "SSH agent" },
		{ value: "key", name: "key file" },
		{ value: "password", name: "password" },
	]);
	if (way === "agent") return {};
	if (way === "password") return { password: await person.secret("Password") };
	const identityFile = await person.text("Key file", {
		refuse: (answer) => (answer.trim() === "" ? "Give the path of a private key." : undefined),
	});
	const passphrase = await person.secret("Passphrase of the key (empty: it has none)");
	return { identityFile, ...(passphrase === "" ? {} : { passphrase }) };
}

async function askSudo(person: Person): Promise<Partial<ServerTarget>> {
	if (!(await person.confirm("Become root there by sudo?", true))) return {};
	const sudoPassword = await person.secret("Password for sudo (empty: it asks for none)");
	return { sudo: true, ...(sudoPassword === "" ? {} : { sudoPassword }) };
}

function refuseHost(answer: string): string | undefined {
	return /^[^\s@/]+$/.test(answer.trim()) ? undefined : "Give a host name or an address.";
}

function refuseUser(answer: string): string | undefined {
	return /^[^\s@/:-][^\s@/:]*$/.test(answer) ? undefined : "Give a user name.";
}
