import { basename } from "node:path";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { TaskLimits } from "./limits.ts";
import type { Tasks } from "./run-task.ts";

/** What a person is told of a task that was ended; undefined where it ended otherwise. */
export function overLimit(
	error: unknown,
	{ deadlineMs, memoryMiB }: TaskLimits,
	name: keyof Tasks,
	input: readonly unknown[],
): GraftError | undefined {
	if (!(error instanceof Error)) return undefined;
	const isTooLate = error.name === "AbortError";
	const isTooMuch = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
	if (!isTooLate && !isTooMuch) return undefined;
	const what = isTooLate
		? `takes longer than ${Math.round(deadlineMs / 1000)} seconds`
		: `takes more than ${memoryMiB} MiB of memory`;
	return new GraftError(
		"refused",
		`Reading ${subjects[name](input)} ${what}. It was ended, and nothing was changed.`,
		{
			hint: "An extension is read within seconds: ask its author about its install.php, hook.xml and Map.pm. Where this machine is very busy, try again later.",
			cause: error,
		},
	);
}

const folder = ([path]: readonly unknown[]) => `the folder ${basename(String(path))}`;
const kept = ([path]: readonly unknown[]) => `the kept archive ${String(path)}`;
const packed = ([extension]: readonly unknown[]) =>
	`what ${(extension as Extension).id} has for agents`;
const database = ([, input]: readonly unknown[]) =>
	`what ${(input as Parameters<Tasks["planTables"]>[1]).extension.id} wants of its system's database`;

const subjects: Readonly<Record<keyof Tasks, (input: readonly unknown[]) => string>> = {
	inspect: () => "this archive",
	report: () => "this archive",
	settleReport: () => "what was found in this archive",
	shortenReport: () => "what was found in this archive",
	read: () => "this archive",
	readKept: kept,
	readKeptAgain: kept,
	readingKey: () => "what an extension is compared with",
	readFolder: folder,
	packFolder: folder,
	packSources: folder,
	packDownloads: packed,
	packPackages: packed,
	sealFolders: () => "the folders of all extensions",
	lookAtFolder: folder,
	planTables: database,
	madeTables: () => "the statements of an extension",
	tablesState: database,
};
