import type { Tasks } from "./run-task.ts";

export interface TaskLimits {
	/** Of work; while a task waits for its turn or for a database, its clock stands still. */
	readonly deadlineMs: number;
	/** Of what a task makes in JavaScript; the bytes of its files have limits of their own (core/archive/limits.ts). */
	readonly memoryMiB: number;
}

/** Many times what the largest archive takes that is allowed. */
export const taskLimits: TaskLimits = { deadlineMs: 30_000, memoryMiB: 512 };

/** For what is new in a worker: it fills this before it tidies up, and keeps it while it lives. */
export const youngMiB = 12;

/**
 * How many run at once of each kind. Apart from each other: an archive that somebody brings may take all of its time,
 * and the pages about what is here already must not wait for it.
 */
export const lanes = { brought: 2, here: 2, folders: 1 } as const;

export const laneOf: Readonly<Record<keyof Tasks, keyof typeof lanes>> = {
	inspect: "brought",
	report: "brought",
	settleReport: "brought",
	shortenReport: "brought",
	read: "brought",
	readKept: "here",
	readKeptAgain: "here",
	readingKey: "here",
	readFolder: "here",
	packFolder: "here",
	packSources: "here",
	packDownloads: "here",
	packPackages: "here",
	planTables: "here",
	madeTables: "here",
	tablesState: "here",
	sealFolders: "folders",
	lookAtFolder: "folders",
};
