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

/** `line` is what the user's shell gets. */
export function startCommand(
	client: Client,
	lifeline: Lifeline,
	line: string,
): Promise<RunningCommand> {
	return lifeline.call<RunningCommand>((done) =>
		client.exec(line, (error, channel) =>
			error ? done(error) : done(undefined, new RunningCommand(channel)),
		),
	);
}
