import { inspect, read, readKept, readKeptAgain } from "./archives.ts";
import { lookAtFolder, packFolder, readFolder } from "./folders.ts";
import { madeTables, planTables, tablesState } from "./tables.ts";

/** Everything that reads what others wrote, or judges their SQL, PHP, Perl and XML: it can take long, or for ever. */
export const tasks = {
	inspect,
	read,
	readKept,
	readKeptAgain,
	lookAtFolder,
	readFolder,
	packFolder,
	planTables,
	madeTables,
	tablesState,
};
