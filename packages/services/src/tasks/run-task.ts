import type { tasks } from "./tasks.ts";

export type Tasks = typeof tasks;

/** Runs a task where it holds up nobody. Throws what the task throws, and GraftError "refused" where it met a limit. */
export type RunTask = <Name extends keyof Tasks>(
	name: Name,
	...input: Parameters<Tasks[Name]>
) => Promise<Awaited<ReturnType<Tasks[Name]>>>;
