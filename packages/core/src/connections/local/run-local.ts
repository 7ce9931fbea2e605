import { spawn } from "node:child_process";
import { CommandOutput, drainMs, exitCode } from "../command-output.ts";
import type { RunOptions, RunResult } from "../connection.ts";
import { Interruption, refuseCancelled } from "../interruption.ts";

/** Runs a command of this machine; no shell sees it. */
export async function runLocal(
	label: string,
	argv: readonly string[],
	options: RunOptions = {},
): Promise<RunResult> {
	const [program, ...rest] = argv;
	if (program === undefined) throw new Error("no command");
	refuseCancelled(label, argv, options);
	const interruption = new Interruption(label, argv, options);
	return new Promise((resolve, reject) => {
		// A process group of its own, so that what the command has started can be ended with it.
		const child = spawn(program, rest, { cwd: "/", detached: true, stdio: "pipe" });
		const stdout = new CommandOutput(child.stdout);
		const stderr = new CommandOutput(child.stderr);
		stdout.tell(interruption.hear);
		stderr.tell(interruption.hear);
		const leave = () => {
			interruption.over();
			stdout.stop();
			stderr.stop();
			child.stdout.destroy();
			child.stderr.destroy();
		};
		const finish = (code: number | null, signal: string | null) => {
			leave();
			resolve({ code: exitCode(code, signal), stdout: stdout.text(), stderr: stderr.text() });
		};
		void interruption.reason.then(({ error }) => {
			if (child.pid !== undefined) endGroup(child.pid);
			leave();
			reject(error);
		});
		child.once("error", (error) => {
			leave();
			if (isMissing(error)) resolve({ code: 127, stdout: "", stderr: `${program}: not found\n` });
			else resolve({ code: 126, stdout: "", stderr: `${error.message}\n` });
		});
		child.once("exit", (code, signal) => {
			const drained = setTimeout(() => finish(code, signal), drainMs);
			child.once("close", () => {
				clearTimeout(drained);
				finish(code, signal);
			});
		});
		// A command need not read what it is given.
		child.stdin.on("error", () => undefined);
		child.stdin.end(options.input);
	});
}

function endGroup(pid: number): void {
	try {
		process.kill(-pid, "SIGKILL");
	} catch {
		// It has ended in the meantime.
	}
}

function isMissing(error: Error): boolean {
	return "code" in error && error.code === "ENOENT";
}
