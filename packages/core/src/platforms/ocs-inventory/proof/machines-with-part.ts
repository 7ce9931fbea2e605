import type { Cell, DatabaseConnection } from "../../../databases/database-connection.ts";
import type { Bundle } from "../../../domain/bundle.ts";
import type { Extension } from "../../../domain/extension.ts";
import { placeholders, textOf } from "../deployment/cells.ts";
import { agentsOfMachine, isMachine } from "../deployment/machines.ts";
import { type DeployedPackage, readPackages } from "../deployment/packages.ts";
import { sectionsOf } from "../own.ts";
import { tablesOf, withRows } from "./read-proof.ts";

/**
 * How many machines of each agent have the agent part, as far as OCS knows: they sent rows, or reported that they installed
 * it, and did not report that they took it off since.
 */
export async function countMachinesWithPart(
	connection: DatabaseConnection,
	{ id, own }: Pick<Extension, "id" | "own">,
): Promise<Readonly<Record<Bundle["agents"], number>>> {
	const packages = await readPackages(connection, id);
	const installed = reported(packages, "install");
	const takenOff = reported(packages, "uninstall");
	const tables = await tablesOf(connection, sectionsOf({ own }));
	const rows = await connection.query(
		`SELECT ${agentsOfMachine} AS agents, COUNT(*) AS n
		FROM (${withRows(tables)} UNION ${installed.sql}) p JOIN hardware h ON h.ID = p.machine
		WHERE ${isMachine} AND h.ID NOT IN (${takenOff.sql}) GROUP BY 1`,
		[...installed.parameters, ...takenOff.parameters],
	);
	const counted = { unix: 0, windows: 0 };
	for (const { agents = null, n = 0 } of rows) {
		const name = textOf(agents);
		if (name === "unix" || name === "windows") counted[name] = Number(n);
	}
	return counted;
}

/** Machines that succeeded with a package of that purpose. */
function reported(
	packages: readonly DeployedPackage[],
	purpose: Bundle["purpose"],
): { sql: string; parameters: readonly Cell[] } {
	const own = packages.filter(({ marker }) => marker.purpose === purpose);
	const ids = [-1, ...own.flatMap(({ activations }) => activations.map(({ id }) => id))];
	const sql = `SELECT d.HARDWARE_ID AS machine FROM devices d
		WHERE d.NAME = 'DOWNLOAD' AND d.IVALUE IN (${placeholders(ids)}) AND d.TVALUE LIKE 'SUCCESS%'`;
	return { sql, parameters: ids };
}
