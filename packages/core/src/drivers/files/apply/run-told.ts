import type { RunOptions, RunResult } from "../../../connections/connection.ts";
import { countOf } from "../../../domain/counts.ts";
import { printable } from "../../../domain/printable.ts";
import type { Site } from "./site.ts";

/** Of one command: a loader that warns of each file of a server would fill a log with them. */
const mostLines = 200;

/** Runs a command of a plan, and reports what it says line by line, as it says it. Throws as `Connection.run` does. */
export async function runTold(
	{ connection, report }: Pick<Site, "connection" | "report">,
	argv: readonly string[],
	options: Omit<RunOptions, "output"> = {},
): Promise<RunResult> {
	let lines = 0;
	const output = (line: string) => {
		if (line.trim() === "") return;
		lines += 1;
		if (lines <= mostLines) report({ kind: "output", text: printable(line) });
	};
	try {
		return await connection.run(argv, { ...options, output });
	} finally {
		const left = lines - mostLines;
		if (left > 0) report({ kind: "note", text: `${countOf(left, "more line")} of it left out` });
	}
}
