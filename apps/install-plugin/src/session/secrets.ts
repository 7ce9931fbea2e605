import { GraftError } from "@graft/core/domain/errors";
import type { Session } from "./session.ts";

/** What signs us in; never an argument, because every user of a machine reads those. */
export interface Secrets {
	readonly password?: string;
	readonly passphrase?: string;
	readonly sudoPassword?: string;
}

/** From the environment; the SSH password from the first line of stdin with --password-stdin. */
export async function readSecrets({ terminal, options }: Session): Promise<Secrets> {
	const { GRAFT_SSH_PASSWORD, GRAFT_SSH_PASSPHRASE, GRAFT_SUDO_PASSWORD } = terminal.env;
	const password = options.passwordStdin
		? await firstLine(terminal.stdin, "--password-stdin", "password")
		: GRAFT_SSH_PASSWORD;
	return {
		...(password ? { password } : {}),
		...(GRAFT_SSH_PASSPHRASE ? { passphrase: GRAFT_SSH_PASSPHRASE } : {}),
		...(GRAFT_SUDO_PASSWORD ? { sudoPassword: GRAFT_SUDO_PASSWORD } : {}),
	};
}

const longest = 4096;

/** What a flag says to read from standard input: a secret of one line. */
export async function firstLine(
	stdin: NodeJS.ReadStream,
	flag: string,
	what: string,
): Promise<string> {
	if (stdin.isTTY)
		throw new GraftError("usage", `${flag} reads from a pipe, and this is a terminal.`, {
			hint: `Leave it out to be asked, or pipe the ${what} in.`,
		});
	let text = "";
	for await (const chunk of stdin.setEncoding("utf8")) {
		text += chunk;
		if (text.includes("\n") || text.length > longest) break;
	}
	const line = text.split(/\r?\n/, 1)[0] ?? "";
	if (line === "" || line.length > longest)
		throw new GraftError("usage", `${flag} found no ${what} on standard input.`, {
			hint: "Give it as one line.",
		});
	return line;
}
