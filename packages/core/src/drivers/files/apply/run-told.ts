import type { RunOptions, RunResult } from "../../../connections/connection.ts";
import { countOf } from "../../../domain/counts.ts";
import { printable } from "../../../domain/printable.ts";
import type { Site } from "./site.ts";

/** Of one command: a loader that warns of each file of a server would fill a log with them. */
const mostLines = 200;
/** Where it says more, these of its end: that is where a builder says what failed. */
const lastLines = 40;

/** Runs a command of a plan, and reports what it says line by line, as it says it. Throws as `Connection.run` does. */
export async function runTold(
	{ connection, report }: Pick<Site, "connection" | "report">,
	argv: readonly string[],
	options: Omit<RunOptions, "output"> = {},
): Promise<RunResult> {
	let lines = 0;
	let last: string[] = [];
	const tell = (line: string) => report({ kind: "output", text: printable(line) });
	const output = (line: string) => {
		if (line.trim() === "") return;
		lines += 1;
		if (lines <= mostLines) return tell(line);
		last.push(line);
		if (last.length > 2 * lastLines) last = last.slice(-lastLines);
	};
	try {
		return await connection.run(argv, { ...options, output });
	} finally {
		const shown = last.slice(-lastLines);
		const left = lines - mostLines - shown.length;
		if (left > 0) report({ kind: "note", text: `${countOf(left, "more line")} of it left out` });
		for (const line of shown) tell(line);
	}
}
