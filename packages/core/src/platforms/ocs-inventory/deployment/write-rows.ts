import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { PlannedPackage } from "../../delivery.ts";
import { assignmentsOf, countAssigned } from "./assignments.ts";
import { placeholders } from "./cells.ts";
import { isError } from "./machine-state.ts";
import { type Condition, runs } from "./machines.ts";
import type { DeployedPackage } from "./packages.ts";

const options = ["DOWNLOAD_FORCE", "DOWNLOAD_SCHEDULE", "DOWNLOAD_POSTCMD"];
const systems = { unix: "LINUX", windows: "WINDOWS" } as const;

/** OCS's own switch: without it no agent is offered any package. */
export async function turnDeploymentOn(connection: DatabaseConnection): Promise<void> {
	await connection.execute(
		"INSERT INTO config (NAME, IVALUE, TVALUE) VALUES ('DOWNLOAD', 1, '') ON DUPLICATE KEY UPDATE IVALUE = 1",
	);
}

/** Makes a package known to OCS, and where agents fetch it; gives the id under which machines refer to it. */
export async function offerPackage(
	connection: DatabaseConnection,
	planned: PlannedPackage,
): Promise<number> {
	const { id, agents, name, comment, fragments, bytes, infoLocation, fragmentLocation } = planned;
	await connection.execute("DELETE FROM download_available WHERE FILEID = ?", [id]);
	await connection.execute(
		`INSERT INTO download_available (FILEID, NAME, PRIORITY, FRAGMENTS, SIZE, OSNAME, COMMENT)
		VALUES (?, ?, 5, ?, ?, ?, ?)`,
		[id, name, fragments, bytes, systems[agents], comment],
	);
	const locations = [infoLocation, fragmentLocation];
	const standing = await activationOf(connection, id);
	if (standing !== undefined) {
		await connection.execute("UPDATE download_enable SET INFO_LOC = ?, PACK_LOC = ? WHERE ID = ?", [
			...locations,
			standing,
		]);
		return standing;
	}
	await connection.execute(
		`INSERT INTO download_enable (FILEID, INFO_LOC, PACK_LOC, CERT_FILE, CERT_PATH)
		VALUES (?, ?, ?, 'INSTALL_PATH/cacert.pem', 'INSTALL_PATH')`,
		[id, ...locations],
	);
	const made = await activationOf(connection, id);
	if (made === undefined) throw new Error(`the row of package ${id} is gone`);
	return made;
}

/**
 * Gives a package to the machines of its agents that do not have it; gives how many that were. Forced for each of them:
 * whether one gets it is decided here, and an agent that had it once would report success and do nothing.
 */
export async function assignPackage(
	connection: DatabaseConnection,
	activation: number,
	{ agents }: Pick<PlannedPackage, "agents">,
	conditions: readonly Condition[],
): Promise<number> {
	const insert = (name: string, value: string | null, { sql, parameters }: Condition) =>
		connection.execute(
			`INSERT INTO devices (HARDWARE_ID, NAME, IVALUE, TVALUE)
			SELECT h.ID, ?, ?, ? FROM hardware h
			LEFT JOIN devices d ON d.HARDWARE_ID = h.ID AND d.NAME IN ('DOWNLOAD', ?) AND d.IVALUE = ?
			WHERE d.ID IS NULL AND ${sql}`,
			[name, activation, value, name, activation, ...parameters],
		);
	let assigned = 0;
	for (const condition of conditions) {
		const ofAgents = runs(condition, agents);
		await insert("DOWNLOAD_FORCE", "1", ofAgents);
		assigned += (await insert("DOWNLOAD", null, ofAgents)).affected;
	}
	return assigned;
}

/** Takes packages back from the machines of `conditions`, or from all machines and groups. */
export async function withdrawPackages(
	connection: DatabaseConnection,
	packages: readonly Pick<DeployedPackage, "activations">[],
	conditions: readonly Condition[] | null,
): Promise<void> {
	for (const { tables, where, parameters } of assignmentsOf(packages, conditions)) {
		const take = (names: readonly string[]) =>
			connection.execute(
				`DELETE d FROM ${tables} WHERE d.NAME IN (${placeholders(names)}) AND ${where}`,
				[...names, ...parameters],
			);
		// What says that a machine has it goes last: cut off before, it is seen that something is left to take.
		await take(options);
		await take(["DOWNLOAD"]);
	}
}

/** Has the machines of `conditions`, or all, try again where they reported an error; gives how many those are. */
export async function retryPackages(
	connection: DatabaseConnection,
	packages: readonly Pick<DeployedPackage, "activations">[],
	conditions: readonly Condition[] | null,
): Promise<number> {
	let retried = 0;
	for (const { tables, where, parameters } of assignmentsOf(packages, conditions)) {
		const sql = `UPDATE ${tables} SET d.TVALUE = NULL, d.COMMENTS = NULL
			WHERE d.NAME = 'DOWNLOAD' AND ${where} AND ${isError}`;
		retried += (await connection.execute(sql, parameters)).affected;
	}
	return retried;
}

/** All rows of a package, if no machine and no group has it; gives whether they went. */
export async function purgePackage(
	connection: DatabaseConnection,
	purged: Pick<DeployedPackage, "id" | "activations">,
): Promise<boolean> {
	if ((await countAssigned(connection, [purged], null)) > 0) return false;
	await withdrawPackages(connection, [purged], null);
	await connection.execute("DELETE FROM download_enable WHERE FILEID = ?", [purged.id]);
	await connection.execute("DELETE FROM download_history WHERE PKG_ID = ?", [Number(purged.id)]);
	await connection.execute("DELETE FROM download_available WHERE FILEID = ?", [purged.id]);
	return true;
}

async function activationOf(
	connection: DatabaseConnection,
	id: string,
): Promise<number | undefined> {
	const [row] = await connection.query(
		"SELECT ID AS id FROM download_enable WHERE FILEID = ? ORDER BY ID LIMIT 1",
		[id],
	);
	return row === undefined ? undefined : Number(row.id);
}
