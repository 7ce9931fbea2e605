import { printable } from "@graft/core/domain/printable";
import { exitCodes } from "../program/exit-codes.ts";
import { isChanging } from "./while-changing.ts";

type Process = Pick<NodeJS.Process, "stdout" | "stderr" | "on" | "exit" | "exitCode">;

/** Node's own, where nothing is left to wait for and the work has not come to its end. */
const neverEnded = 13;

/**
 * The one place for what nobody waits for: a stream that breaks, a rejection or an exception that nobody caught. None of
 * them ends a change half-way; each is said, and the exit code tells of it where all else went well.
 */
export function watchOver(process: Process, debug: boolean): void {
	let fault = false;
	let lost = false;
	const say = (lines: readonly string[]) => process.stderr.write(`${lines.join("\n")}\n`);

	process.stdout.on("error", (error: NodeJS.ErrnoException) => {
		// A reader such as `head` that has seen enough is no failure.
		if (error.code === "EPIPE" || lost) return;
		lost = true;
		say([`error: The answer could not be written to standard output: ${error.message}.`]);
	});
	// Nobody is left there to be told.
	process.stderr.on("error", () => {});

	const tell = (error: unknown) => {
		fault = true;
		const { message = String(error), stack = "" } = error instanceof Error ? error : {};
		say([
			`error: This is a bug in install-plugin, apart from what it was asked to do: ${printable(message)}`,
			debug ? printable(stack) : "  Run it again with --debug, and report what it prints.",
		]);
	};
	process.on("unhandledRejection", tell);
	process.on("uncaughtException", (error) => {
		tell(error);
		// While a place is being changed signals are held back, and so is this: it ends with all of it, or puts it back.
		if (!isChanging()) process.exit(exitCodes.ourFault);
	});
	process.on("exit", (code) => {
		if (code === neverEnded || process.exitCode === neverEnded) {
			tell(new Error("it ended before its work did"));
			process.exitCode = exitCodes.ourFault;
		}
		if (process.exitCode) return;
		if (fault) process.exitCode = exitCodes.ourFault;
		else if (lost) process.exitCode = exitCodes.partlyDone;
	});
}
