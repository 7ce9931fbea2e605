import type { Client } from "ssh2";
import type { RunOptions, RunResult } from "../connection.ts";
import { outOfTime } from "../failures.ts";
import type { Lifeline } from "./lifeline.ts";
import { startCommand } from "./running-command.ts";
import { begin, commandLine, ownWords, type Shell } from "./shell.ts";

/** Runs `argv` on the server. */
export async function runRemote(
	client: Client,
	lifeline: Lifeline,
	shell: Shell,
	argv: readonly string[],
	{ input, timeoutMs = 60_000 }: RunOptions = {},
): Promise<RunResult> {
	const command = await startCommand(client, lifeline, commandLine(shell, argv));
	const pid = await lifeline.during(begin(command, shell));
	command.channel.end(input && Buffer.from(input));
	const code = await lifeline.during(within(timeoutMs, command.ended), null);
	if (code !== undefined) {
		const stdout = ownWords(command.stdout.text(), shell);
		return { code, stdout, stderr: ownWords(command.stderr.text(), shell) };
	}
	command.channel.close();
	// Closing ends nothing, and sshd sends no signal to what root runs: a command has to end the other.
	const end = ["sh", "-c", 'kill -KILL "-$1" "$1"', "sh", String(pid)];
	await runRemote(client, lifeline, shell, end);
	throw outOfTime(shell.label, argv, timeoutMs);
}

/** undefined when the time is over first. */
function within<T>(timeoutMs: number, work: Promise<T>): Promise<T | undefined> {
	return new Promise((resolve, reject) => {
		const deadline = setTimeout(() => resolve(undefined), timeoutMs);
		work.finally(() => clearTimeout(deadline)).then(resolve, reject);
	});
}
