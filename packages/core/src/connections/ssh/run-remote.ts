import type { Client } from "ssh2";
import type { RunOptions, RunResult } from "../connection.ts";
import { Interruption, refuseCancelled } from "../interruption.ts";
import type { Lifeline } from "./lifeline.ts";
import { startCommand } from "./running-command.ts";
import { begin, commandLine, type Shell } from "./shell.ts";

/** Runs `argv` on the server. */
export async function runRemote(
	client: Client,
	lifeline: Lifeline,
	shell: Shell,
	argv: readonly string[],
	options: RunOptions = {},
): Promise<RunResult> {
	refuseCancelled(shell.label, argv, options);
	const command = await startCommand(client, lifeline, commandLine(shell, argv));
	const { channel, stdout, stderr, ended } = command;
	const pid = await lifeline.during(begin(command, shell));
	const interruption = new Interruption(shell.label, argv, options);
	try {
		stdout.tell(interruption.hear);
		stderr.tell(interruption.hear);
		channel.end(options.input && Buffer.from(options.input));
		const done = ended.then((code) => ({ code, error: undefined }));
		const first = await lifeline.during(Promise.race([done, interruption.reason]), null);
		if ("code" in first) {
			stdout.stop();
			stderr.stop();
			return { code: first.code, stdout: stdout.text(), stderr: stderr.text() };
		}
		channel.close();
		await runRemote(client, lifeline, shell, ["sh", "-c", endScript, "sh", String(pid)]);
		throw first.error;
	} finally {
		interruption.over();
	}
}

/**
 * Closing a channel ends nothing, and sshd sends no signal to what root runs: a command has to end the other. sudo leaves
 * it in its own process group. A server that keeps all commands in one group with itself must not be ended with it.
 */
const endScript = `
group_of() { ps -o pgid= -p "$1" 2>/dev/null | tr -d ' '; }
group=$(group_of "$1")
if [ -z "$group" ] || [ "$group" = "$(group_of $$)" ]; then group=$1; fi
kill -KILL "-$group" "$1"`;
