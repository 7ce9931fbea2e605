import { GraftError } from "@graft/core/domain/errors";
import { printable } from "@graft/core/domain/printable";
import type { Problem } from "@graft/core/domain/problem";
import { type ExitCode, exitCodeOf, exitCodes } from "../program/exit-codes.ts";
import type { Options } from "../program/invocation.ts";
import { isStopped } from "../terminal/ask.ts";
import { makeOutput } from "../terminal/output.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { indented } from "./indented.ts";
import { oneLine } from "./one-line.ts";
import { problemLines } from "./problems.ts";

/** The one place where a failure becomes words and an exit code. */
export function reportFailure(terminal: Terminal, options: Options, error: unknown): ExitCode {
	const output = makeOutput(terminal, options.quiet === true);
	const { kind, message, hint, problems, code } = describe(error);
	if (options.json) output.json({ format: 1, error: { kind, message, hint, problems } });
	else {
		const paint = output.paintNote;
		output.warn([
			`${paint("red", "error")}: ${indented(message, "  ").join("\n").trim()}`,
			...(problems.some((problem) => problem.hint === hint) ? [] : indented(hint, "  ")),
			...problemLines(problems, paint),
			...acceptLines(problems),
		]);
	}
	if (options.debug && error instanceof Error)
		output.warn(traces(error).map((trace) => printable(trace)));
	return code;
}

function describe(error: unknown) {
	if (error instanceof GraftError) {
		const { kind, message, hint, problems } = error;
		return { kind, message, hint, problems, code: exitCodeOf[kind] };
	}
	if (isStopped(error)) {
		const message = "Stopped at a question; nothing was done since.";
		return { kind: "stopped", message, hint: "", problems: [], code: exitCodes.stopped };
	}
	const message = error instanceof Error ? error.message : String(error);
	return {
		kind: "internal",
		message: `This is a bug in install-plugin: ${message}`,
		hint: "Run it again with --debug, and report what it prints.",
		problems: [],
		code: exitCodes.ourFault,
	};
}

/** Where only warnings stand in the way, the flag that takes them as they are. */
function acceptLines(problems: readonly Problem[]): string[] {
	if (problems.length === 0 || problems.some(({ severity }) => severity === "error")) return [];
	const codes = new Set(
		problems.flatMap(({ severity, code }) => (severity === "warning" ? [code] : [])),
	);
	return codes.size === 0 ? [] : [`To continue anyway: --accept ${oneLine([...codes].join(","))}`];
}

function traces(error: Error): string[] {
	const own = (error.stack ?? error.message).split("\n");
	return error.cause instanceof Error ? [...own, "because of:", ...traces(error.cause)] : own;
}
