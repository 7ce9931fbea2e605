import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { MachineProgress, PackageProgress } from "../../delivery.ts";
import { placeholders, textOf } from "./cells.ts";
import { isError, machineStateOf } from "./machine-state.ts";
import { isMachine } from "./machines.ts";
import type { DeployedPackage } from "./packages.ts";

export async function readProgress(
	connection: DatabaseConnection,
	{ activations }: DeployedPackage,
	limit: number,
): Promise<PackageProgress> {
	const machines = { waiting: 0, notified: 0, success: 0, error: 0 };
	const ids = activations.map(({ id }) => id);
	if (ids.length === 0) return { machines, list: [] };
	const ofThese = `devices d JOIN hardware h ON h.ID = d.HARDWARE_ID
		WHERE d.NAME = 'DOWNLOAD' AND d.IVALUE IN (${placeholders(ids)}) AND ${isMachine}`;
	const counts = await connection.query(
		`SELECT d.TVALUE AS value, COUNT(*) AS n FROM ${ofThese} GROUP BY d.TVALUE`,
		ids,
	);
	for (const { value = null, n = 0 } of counts)
		machines[machineStateOf(codeOf(value))] += Number(n);
	if (limit === 0) return { machines, list: [] };
	const rows = await connection.query(
		`SELECT h.NAME AS name, h.DEVICEID AS deviceId, d.TVALUE AS value, d.COMMENTS AS at FROM ${ofThese}
		ORDER BY ${isError} DESC, d.TVALUE IS NULL DESC, d.TVALUE = 'NOTIFIED' DESC, h.NAME, h.ID LIMIT ${limit}`,
		ids,
	);
	return { machines, list: rows.map(asMachine) };
}

function asMachine(row: Awaited<ReturnType<DatabaseConnection["query"]>>[number]): MachineProgress {
	const code = codeOf(row.value ?? null);
	return {
		name: textOf(row.name),
		deviceId: textOf(row.deviceId),
		state: machineStateOf(code),
		code,
		at: row.at == null ? null : textOf(row.at),
	};
}

function codeOf(value: Parameters<typeof textOf>[0] | null): string | null {
	return value == null ? null : textOf(value);
}
