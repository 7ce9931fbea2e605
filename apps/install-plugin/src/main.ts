import { type ExitCode, exitCodes } from "./program/exit-codes.ts";
import type { CommandName, Invocation, Options } from "./program/invocation.ts";
import { makeProgram, parse } from "./program/program.ts";
import type { Run } from "./session/session.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Loaded when asked for: `--help` must not wait for a database or an SSH library. */
const commands: Readonly<Record<CommandName, () => Promise<{ run: Run }>>> = {
	new: () => import("./commands/new.ts"),
	inspect: () => import("./commands/inspect.ts"),
	pack: () => import("./commands/pack.ts"),
	import: () => import("./commands/import.ts"),
	list: () => import("./commands/list.ts"),
	activate: () => import("./commands/activate.ts"),
	deactivate: () => import("./commands/deactivate.ts"),
	remove: () => import("./commands/remove.ts"),
	plan: () => import("./commands/plan.ts"),
	install: () => import("./commands/install.ts"),
	uninstall: () => import("./commands/uninstall.ts"),
	server: () => import("./commands/server.ts"),
	status: () => import("./commands/status.ts"),
	bundle: () => import("./commands/bundle.ts"),
	database: () => import("./commands/database.ts"),
	pull: () => import("./commands/pull.ts"),
	api: () => import("./commands/api.ts"),
	repository: () => import("./commands/repository.ts"),
	deploy: () => import("./commands/deploy.ts"),
	try: () => import("./commands/try.ts"),
	up: () => import("./commands/up.ts"),
	deployments: () => import("./commands/deployments.ts"),
	retry: () => import("./commands/retry.ts"),
	withdraw: () => import("./commands/withdraw.ts"),
	operations: () => import("./commands/operations.ts"),
	cancel: () => import("./commands/cancel.ts"),
	undo: () => import("./commands/undo.ts"),
	dialogue: () => import("./commands/dialogue.ts"),
};

/** Runs one command line and gives its exit code; every failure has been told by then. */
export async function main(
	terminal: Terminal,
	argv: readonly string[],
	version: string,
): Promise<ExitCode> {
	let code: ExitCode = exitCodes.done;
	// Until the flags are read, a failure must already know how to speak.
	let options: Options = { json: argv.includes("--json"), debug: argv.includes("--debug") };
	const handle = async (invocation: Invocation) => {
		options = invocation.options;
		const { makeSession } = await import("./session/session.ts");
		const { run } = await commands[invocation.command]();
		code = await run(makeSession(terminal, options), invocation.subject, invocation.argument ?? "");
	};
	try {
		const write = (text: string) => terminal.stdout.write(text);
		await parse(makeProgram(version, handle), argv, write);
	} catch (error) {
		const { reportFailure } = await import("./showing/failure.ts");
		code = reportFailure(terminal, options, error);
	}
	return code;
}
