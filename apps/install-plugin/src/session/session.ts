import type { ExitCode } from "../program/exit-codes.ts";
import type { Options } from "../program/invocation.ts";
import { type Ask, makeAsk } from "../terminal/ask.ts";
import { makeOutput, type Output } from "../terminal/output.ts";
import { isInteractive, type Terminal } from "../terminal/terminal.ts";

/** What a command has at hand. */
export interface Session {
	readonly terminal: Terminal;
	readonly options: Options;
	readonly output: Output;
	/** null where nobody can answer, or where --json says that a script is listening. */
	readonly ask: Ask | null;
}

/** Each file in commands/ exports one of these as `run`. */
export type Run = (session: Session, subject: string, argument: string) => Promise<ExitCode>;

export function makeSession(terminal: Terminal, options: Options): Session {
	return {
		terminal,
		options,
		output: makeOutput(terminal, options.quiet === true),
		ask: isInteractive(terminal) && options.json !== true ? makeAsk(terminal) : null,
	};
}
