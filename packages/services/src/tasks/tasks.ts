import { readKept } from "./read-kept.ts";
import { readingKey } from "./reading-key.ts";
import { sealFolders } from "./seal-folders.ts";

/** Loaded at the first task of it: most commands need one of them, and some none. */
const archives = () => import("./archives.ts");
const bundles = () => import("./bundles.ts");
const keptAgain = () => import("./read-kept-again.ts");
const folders = () => import("./folders.ts");
const reports = () => import("./report.ts");
const tables = () => import("./tables.ts");

/** Everything that reads, judges or packs what others wrote: it can take long, or for ever. */
export const tasks = {
	inspect: later(archives, "inspect"),
	report: later(reports, "report"),
	settleReport: later(reports, "settleReport"),
	shortenReport: later(reports, "shortenReport"),
	read: later(archives, "read"),
	readKept,
	readKeptAgain: later(keptAgain, "readKeptAgain"),
	readingKey,
	sealFolders,
	lookAtFolder: later(folders, "lookAtFolder"),
	readFolder: later(folders, "readFolder"),
	packFolder: later(folders, "packFolder"),
	packSources: later(folders, "packSources"),
	packDownloads: later(bundles, "packDownloads"),
	packPackages: later(bundles, "packPackages"),
	planTables: later(tables, "planTables"),
	madeTables: later(tables, "madeTables"),
	tablesState: later(tables, "tablesState"),
};

type AnyTask = (...input: never[]) => unknown;

function later<Module extends Readonly<Record<Name, AnyTask>>, Name extends string>(
	load: () => Promise<Module>,
	name: Name,
) {
	type Input = Parameters<Module[Name]>;
	type Output = Awaited<ReturnType<Module[Name]>>;
	return async (...input: Input): Promise<Output> => {
		const task = (await load())[name] as unknown as (...input: Input) => Output | Promise<Output>;
		return task(...input);
	};
}
