import { GraftError } from "../../domain/errors.ts";
import { printable } from "../../domain/printable.ts";
import { quoteCommand } from "./quote.ts";
import type { RunningCommand } from "./running-command.ts";

/** How commands are started on one connection. */
export interface Shell {
	readonly label: string;
	/** Not to be guessed: nothing else on that server can print it by chance or on purpose. */
	readonly nonce: string;
	/** As root through sudo, which may ask for a password. */
	readonly sudo: { readonly password: string | undefined } | undefined;
}

/** sudo has a password to check with who knows whom; PAM alone waits two seconds after a wrong one. */
const deadlineMs = 30_000;
const mostNoise = 64 * 1024;

/**
 * The command line that runs `argv`. Both streams begin with a line of ours that tells the process id: what stands
 * before it (a chatty profile, sudo's lecture) is not the command's. sudo asks on stderr, with a prompt of ours.
 */
export function commandLine({ nonce, sudo }: Shell, argv: readonly string[]): string {
	const announce = `printf '%s:%s\\n' ${nonce} $$; printf '%s:%s\\n' ${nonce} $$ >&2; exec`;
	if (sudo === undefined) return `${announce} ${quoteCommand(argv)}`;
	const asRoot = ["sudo", "-S", "-p", promptOf(nonce), "--", "sh", "-c", `${announce} "$@"`, "sh"];
	return quoteCommand([...asRoot, ...argv]);
}

/**
 * Gives the process id of the command once it runs, after answering sudo; its output begins there. Throws GraftError "refused" where the server
 * does not start it; the channel is closed then.
 */
export async function begin(command: RunningCommand, shell: Shell): Promise<number> {
	const { channel, stdout, stderr } = command;
	const begun = beginning(shell);
	let deadline: NodeJS.Timeout | undefined;
	let prompts = 0;
	let look: () => void = () => undefined;
	try {
		return await new Promise<number>((resolve, reject) => {
			look = () => {
				const asked = stderr.text().split(promptOf(shell.nonce)).length - 1;
				if (asked > prompts) {
					prompts = asked;
					if (shell.sudo?.password === undefined) return reject(needsPassword(shell));
					if (asked > 1) return reject(wrongPassword(shell));
					channel.write(`${shell.sudo.password}\n`);
				}
				const mark = begun.exec(stdout.text());
				if (mark && begun.test(stderr.text())) {
					// What stands before it is not the command's.
					stdout.beginBehind(begun);
					stderr.beginBehind(begun);
					resolve(Number(mark[1]));
				} else if (stdout.bytes + stderr.bytes > mostNoise) reject(notBegun(shell, stderr.text()));
			};
			channel.on("data", look);
			channel.stderr.on("data", look);
			look();
			void command.ended.then(() => reject(notBegun(shell, stderr.text())));
			deadline = setTimeout(() => reject(notBegun(shell, "it does not answer")), deadlineMs);
		});
	} catch (error) {
		channel.close();
		throw error;
	} finally {
		clearTimeout(deadline);
		channel.removeListener("data", look);
		channel.stderr.removeListener("data", look);
	}
}

function beginning({ nonce }: Shell): RegExp {
	return new RegExp(`${nonce}:(\\d+)\n`);
}

function promptOf(nonce: string): string {
	return `${nonce}-password\n`;
}

function needsPassword({ label }: Shell): GraftError {
	return new GraftError("refused", `${label}: sudo asks for a password`, {
		hint: "Give the password of that user for sudo, or let sudo run without one there.",
		wants: "sudoPassword",
	});
}

function wrongPassword({ label }: Shell): GraftError {
	return new GraftError("refused", `${label}: sudo did not take the password`, {
		hint: "Give the password of that user, which is not the one of root.",
		wants: "sudoPassword",
	});
}

function notBegun({ label, nonce, sudo }: Shell, said: string): GraftError {
	const words = printable(said.replaceAll(promptOf(nonce), "").trim().slice(-500));
	return sudo === undefined
		? new GraftError("refused", `${label}: the server starts no command: ${words}`, {
				hint: "Check whether that user has a POSIX shell there.",
			})
		: new GraftError("refused", `${label}: sudo does not let this user through: ${words}`, {
				hint: "Check the sudoers file on that server: the user must be in it, and need no terminal.",
			});
}
