import { inspect, read, readKept, readKeptAgain } from "./archives.ts";
import { packDownloads, packPackages } from "./bundles.ts";
import { lookAtFolder, packFolder, readFolder } from "./folders.ts";
import { report, settleReport } from "./report.ts";
import { madeTables, planTables, tablesState } from "./tables.ts";

/** Everything that reads, judges or packs what others wrote: it can take long, or for ever. */
export const tasks = {
	inspect,
	report,
	settleReport,
	read,
	readKept,
	readKeptAgain,
	lookAtFolder,
	readFolder,
	packFolder,
	packDownloads,
	packPackages,
	planTables,
	madeTables,
	tablesState,
};
