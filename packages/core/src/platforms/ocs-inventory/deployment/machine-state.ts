import type { MachineState } from "../../delivery.ts";

/** From TVALUE in `devices`, as OCS's server and agents write it (docs/ocs-deployment.md). */
export function machineStateOf(value: string | null): MachineState {
	if (value === null) return "waiting";
	if (value === "NOTIFIED") return "notified";
	return value.startsWith("SUCCESS") ? "success" : "error";
}

/** The same question to the database, about `d` of `devices`: those that have it. */
export const isInstalled = "d.TVALUE LIKE 'SUCCESS%'";

/** And those that may be tried again. */
export const isError =
	"d.TVALUE IS NOT NULL AND d.TVALUE <> 'NOTIFIED' AND d.TVALUE NOT LIKE 'SUCCESS%'";
