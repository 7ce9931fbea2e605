import type { Connection } from "../../connections/connection.ts";
import type { Facts } from "../../drivers/files/wanted.ts";
import type { Given } from "../place.ts";
import { type ApacheServer, type Found, findServers } from "./apache/find-servers.ts";
import { dirname, tidy } from "./apache/paths.ts";
import { inspectConfFolder } from "./discover-conf-folder.ts";
import { chooseFolders } from "./discover-folders.ts";
import { findReload, serviceOf } from "./discover-reload.ts";
import type { ServerLogs } from "./proof/read-failures.ts";

/**
 * Where plugins of the communication server lie: from Apache's own configuration, or from the folder given.
 * docs/platforms/ocs-inventory-server.md says what is looked at. Reads only.
 */
export async function discover(connection: Connection, given: Given): Promise<Facts> {
	const [found, perl, hasShell] = await Promise.all([
		findServers(connection),
		findPerl(connection),
		connection.hasShell(),
	]);
	const folders = await chooseFolders(connection, given, found);
	const reload = await findReload(connection, given, folders.apache);
	const serious = reload.service !== null;
	const problems = await inspectConfFolder(connection, folders, serious ? "warning" : "info");
	return {
		folders: { perlDir: folders.perlDir, confDir: folders.confDir },
		reach: [folders.confDir, tidy(`${folders.perlDir}/Apache/Ocsinventory/Plugins`)],
		values: {
			perl,
			perlWithin: folders.perlWithin,
			confWithin: folders.confWithin,
			perlStaging: folders.perlStaging,
			reload: reload.service ? JSON.stringify(reload.service) : "",
			service: hasShell && folders.apache ? JSON.stringify(serviceOf(folders.apache)) : "",
			logs: folders.apache ? JSON.stringify(logsOf(folders.apache)) : "",
			apacheTest: reload.service ? JSON.stringify(folders.apache?.test) : "",
		},
		home: folders.confDir,
		workFolder: workFolderOf(folders.confDir),
		notes: [...folders.notes, ...unreadable(found), ...perlNotes(hasShell, perl)],
		problems: [...problems, ...reload.problems],
	};
}

function logsOf({ accessLogs, errorLog }: ApacheServer): ServerLogs {
	return { access: accessLogs, error: errorLog };
}

/** Beside plugins/, which Apache reads wholly, and on its file system. */
function workFolderOf(confDir: string): string {
	return tidy(`${dirname(confDir)}/.graft`);
}

async function findPerl(connection: Connection): Promise<string> {
	if (!(await connection.hasShell())) return "";
	return (await connection.run(["perl", "-e", "1"])).code === 0 ? "perl" : "";
}

function perlNotes(hasShell: boolean, perl: string): string[] {
	if (!hasShell)
		return [
			"This server gives no shell: nobody can ask its Perl whether the files load, and Apache cannot be reloaded from here.",
		];
	return perl === ""
		? ["There is no perl on this server: whether the files load cannot be checked."]
		: [];
}

function unreadable({ unreadable: paths }: Found): string[] {
	if (paths.length === 0) return [];
	return [`These parts of Apache's configuration could not be read: ${paths.join(", ")}.`];
}
