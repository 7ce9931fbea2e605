import type { RunTask } from "./run-task.ts";
import { tasks } from "./tasks.ts";

/** In this very thread: for a process that serves one person, who can end it. */
export const runHere: RunTask = async (name, ...input) => {
	// Its own input, by the type of `name`, which the compiler does not follow through the table.
	const task = tasks[name] as (...input: unknown[]) => Promise<never>;
	return await task(...input);
};
