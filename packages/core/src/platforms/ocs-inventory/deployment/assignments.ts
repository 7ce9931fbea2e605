import type { Cell, DatabaseConnection } from "../../../databases/database-connection.ts";
import { count, placeholders } from "./cells.ts";
import type { Condition } from "./machines.ts";
import type { DeployedPackage } from "./packages.ts";

type Held = readonly Pick<DeployedPackage, "activations">[];

/** The rows `d` of `devices` that are about some packages and some machines, as parts of statements. */
export interface Assignments {
	readonly tables: string;
	readonly where: string;
	readonly parameters: readonly Cell[];
}

/** Each to be used on its own. `conditions` null: of all machines and groups. None where nobody can have these packages. */
export function assignmentsOf(
	packages: Held,
	conditions: readonly Condition[] | null,
): readonly Assignments[] {
	const ids = packages.flatMap(({ activations }) => activations.map(({ id }) => id));
	if (ids.length === 0) return [];
	const ofThese = `d.IVALUE IN (${placeholders(ids)})`;
	if (conditions === null) return [{ tables: "devices d", where: ofThese, parameters: ids }];
	return conditions.map(({ sql, parameters }) => ({
		tables: "devices d JOIN hardware h ON h.ID = d.HARDWARE_ID",
		where: `${ofThese} AND ${sql}`,
		parameters: [...ids, ...parameters],
	}));
}

/** How many machines (and groups, with `conditions` null) have them; with `only`, those of which that is true. */
export async function countAssigned(
	connection: DatabaseConnection,
	packages: Held,
	conditions: readonly Condition[] | null,
	only = "TRUE",
): Promise<number> {
	let assigned = 0;
	for (const { tables, where, parameters } of assignmentsOf(packages, conditions)) {
		const sql = `SELECT COUNT(*) AS n FROM ${tables} WHERE d.NAME = 'DOWNLOAD' AND ${where} AND ${only}`;
		assigned += await count(connection, sql, parameters);
	}
	return assigned;
}
