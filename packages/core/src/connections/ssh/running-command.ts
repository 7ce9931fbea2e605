import { setTimeout as pause } from "node:timers/promises";
import type { Client, ClientChannel } from "ssh2";
import { CommandOutput, drainMs, exitCode } from "../command-output.ts";
import type { Lifeline } from "./lifeline.ts";

/** A command in a channel of its own. Made the moment the channel is open, or the first events would be missed. */
export class RunningCommand {
	readonly channel: ClientChannel;
	readonly stdout: CommandOutput;
	readonly stderr: CommandOutput;
	/** Its exit code. */
	readonly ended: Promise<number>;

	constructor(channel: ClientChannel) {
		this.channel = channel;
		this.stdout = new CommandOutput(channel);
		this.stderr = new CommandOutput(channel.stderr);
		// A command need not read what it is given.
		channel.on("error", () => undefined);
		this.ended = new Promise((resolve) => {
			let drained: NodeJS.Timeout | undefined;
			channel.once("exit", (code: number | null, signal?: string) => {
				drained = setTimeout(() => {
					resolve(exitCode(code, signal));
					channel.close();
				}, drainMs);
			});
			channel.once("close", (code: number | null | undefined, signal?: string) => {
				clearTimeout(drained);
				resolve(exitCode(code, signal));
			});
		});
	}
}

/** sshd has room again only a moment after a command of before has ended. */
const mostTries = 30;
const betweenTriesMs = 100;

/** `line` is what the user's shell gets. */
export async function startCommand(
	client: Client,
	lifeline: Lifeline,
	line: string,
): Promise<RunningCommand> {
	for (let tries = 1; ; tries += 1) {
		try {
			return await openChannel(client, lifeline, line);
		} catch (error) {
			if (!isNoRoom(error) || tries === mostTries) throw error;
			await pause(betweenTriesMs);
		}
	}
}

/** Nothing of the command was begun then (RFC 4254, section 5.1: SSH_MSG_CHANNEL_OPEN_FAILURE). */
function isNoRoom(error: unknown): boolean {
	return error instanceof Error && error.message.includes("Channel open failure");
}

function openChannel(client: Client, lifeline: Lifeline, line: string): Promise<RunningCommand> {
	return lifeline.call<RunningCommand>((done) =>
		client.exec(line, (error, channel) =>
			error ? done(error) : done(undefined, new RunningCommand(channel)),
		),
	);
}
