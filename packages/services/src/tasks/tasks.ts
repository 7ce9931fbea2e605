import { inspect, read, readKept, readKeptAgain } from "./archives.ts";
import { databaseState, madeTables, planDatabase } from "./databases.ts";
import { lookAtFolder, packFolder, readFolder, sealFolders } from "./folders.ts";

/** Everything that reads what others wrote, or judges their SQL, PHP, Perl and XML: it can take long, or for ever. */
export const tasks = {
	inspect,
	read,
	readKept,
	readKeptAgain,
	sealFolders,
	lookAtFolder,
	readFolder,
	packFolder,
	planDatabase,
	madeTables,
	databaseState,
};
