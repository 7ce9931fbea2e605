import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { makeInstance } from "../system/command-line.ts";
import { startMariadb } from "../system/mariadb.ts";
import { tidewatchFiles } from "./tidewatch-files.ts";

/** A station, an archive of tides in MariaDB, and a Graft that reaches both. */
export async function tidewatchPlace() {
	const [graft, mariadb] = await Promise.all([makeInstance(), startMariadb()]);
	const stationDir = join(graft.folder, "tide");
	await mkdir(join(stationDir, "gauges"), { recursive: true });
	await mariadb.root(
		`CREATE DATABASE tide;
		CREATE TABLE tide.watched (id VARCHAR(64) NOT NULL, version VARCHAR(64) NOT NULL);
		CREATE USER graft@localhost IDENTIFIED BY 'graft';
		CREATE USER graft@127.0.0.1 IDENTIFIED BY 'graft';
		GRANT ALL ON tide.* TO graft@localhost, graft@127.0.0.1;`,
	);
	return {
		graft,
		stationDir,
		databaseUrl: mariadb.url("graft", "graft", "tide"),
		/** Tables of the archive, and what is watched. */
		async seen() {
			const tables = await mariadb.root("SHOW TABLES", "tide");
			return {
				tables: tables.flat(),
				watched: await mariadb.root("SELECT * FROM watched", "tide"),
			};
		},
		zip: (version?: string) => graft.zip(`harbour-${version}.zip`, tidewatchFiles(version)),
		async dispose() {
			await Promise.all([graft.remove(), mariadb.dispose()]);
		},
	};
}
