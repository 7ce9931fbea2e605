import type { DatabaseConnection, Row } from "../../../databases/database-connection.ts";
import { readTableNaming } from "../../../databases/table-naming.ts";
import type { Extension, ExtensionParts } from "../../../domain/extension.ts";
import { quoteName } from "../../../domain/quote-name.ts";
import type { Arrivals } from "../../platform.ts";
import { agentsOfMachine, isMachine } from "../deployment/machines.ts";
import { sectionsOf } from "../own.ts";

const mostNames = 1_000;

/** null where the extension is not active in this database. A few statements, however many machines there are. */
export async function readProof(
	connection: DatabaseConnection,
	{ id, parts, own }: Pick<Extension, "id" | "parts" | "own">,
): Promise<Arrivals | null> {
	const active = await connection.query("SELECT 1 FROM extensions WHERE BINARY id = ?", [id]);
	if (active.length === 0) return null;
	const sections = sectionsOf({ own });
	const tables = await tablesOf(connection, sections);
	const expected = sections.length === 0 ? "FALSE" : expectedAgents(parts.agents);
	const [counts] = await connection.query(countMachines(expected, tables), [id]);
	const silentCount = numberIn(counts, "silentCount");
	const silent =
		silentCount === 0 ? [] : await connection.query(nameSilent(expected, tables), [id]);
	const lastRow = numberIn(counts, "lastRow");
	return {
		expected: numberIn(counts, "expected"),
		inventoried: numberIn(counts, "inventoried"),
		reporting: numberIn(counts, "reporting"),
		silent: silent.map(({ name }) => String(name)),
		silentCount,
		lastRow: lastRow === 0 ? null : new Date(lastRow * 1_000).toISOString(),
	};
}

/** A section whose table is gone, or names no machines, has no rows: that is an answer, not a failure. */
export async function tablesOf(
	connection: DatabaseConnection,
	sections: readonly string[],
): Promise<readonly string[]> {
	if (sections.length === 0) return [];
	const naming = await readTableNaming(connection);
	const wanted = new Set(sections.map(naming));
	const rows = await connection.query(
		`SELECT TABLE_NAME AS tableName FROM information_schema.COLUMNS
		WHERE TABLE_SCHEMA = DATABASE() AND COLUMN_NAME = 'HARDWARE_ID'
			AND TABLE_NAME IN (${[...wanted].map(() => "?").join(", ")})`,
		[...wanted],
	);
	// information_schema is asked without regard to case; tables may be another matter.
	return rows.map(({ tableName }) => naming(String(tableName))).filter((name) => wanted.has(name));
}

/** Machines whose agent the extension has a part for. */
function expectedAgents({ windows, unix }: ExtensionParts["agents"]): string {
	const agents = [
		...(windows.length > 0 ? ["'windows'"] : []),
		...(unix.length > 0 ? ["'unix'"] : []),
	];
	return agents.length === 0 ? "FALSE" : `${agentsOfMachine} IN (${agents.join(", ")})`;
}

/** `?` is the extension's id. Dates are compared in one session, so that they are in one time zone. */
function machines(expected: string): string {
	return `SELECT h.ID, h.DEVICEID, h.NAME, h.LASTDATE, COALESCE(${expected}, FALSE) AS expected,
			COALESCE(h.LASTDATE >= (SELECT install_date FROM extensions WHERE BINARY id = ?), FALSE) AS inventoried
		FROM hardware h WHERE ${isMachine}`;
}

/** Each once. DISTINCT in each table jumps from machine to machine in its index, whatever their rows. */
export function withRows(tables: readonly string[]): string {
	if (tables.length === 0) return "SELECT NULL AS machine FROM DUAL WHERE FALSE";
	return tables
		.map((table) => `SELECT DISTINCT HARDWARE_ID AS machine FROM ${quoteName(table)}`)
		.join(" UNION ");
}

function countMachines(expected: string, tables: readonly string[]): string {
	return `SELECT SUM(m.expected) AS expected, SUM(m.expected AND m.inventoried) AS inventoried,
			COUNT(r.machine) AS reporting,
			SUM(m.expected AND m.inventoried AND r.machine IS NULL) AS silentCount,
			UNIX_TIMESTAMP(MAX(IF(r.machine IS NULL, NULL, m.LASTDATE))) AS lastRow
		FROM (${machines(expected)}) m LEFT JOIN (${withRows(tables)}) r ON r.machine = m.ID`;
}

function nameSilent(expected: string, tables: readonly string[]): string {
	return `SELECT COALESCE(NULLIF(m.NAME, ''), m.DEVICEID) AS name
		FROM (${machines(expected)}) m LEFT JOIN (${withRows(tables)}) r ON r.machine = m.ID
		WHERE m.expected AND m.inventoried AND r.machine IS NULL
		ORDER BY name, m.ID LIMIT ${mostNames}`;
}

function numberIn(row: Row | undefined, name: string): number {
	return Number(row?.[name] ?? 0);
}
