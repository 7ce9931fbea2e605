import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import {
	type Condition,
	conditionsOf,
} from "@graft/core/platforms/ocs-inventory/deployment/machines";
import * as z from "zod";

/** By name or DEVICEID; left out, all that have a package. */
export const machineNames = z.array(z.string().min(1).max(255)).min(1).max(10_000).optional();

export async function conditionsOfNames(
	database: DatabaseConnection,
	names: z.output<typeof machineNames>,
): Promise<readonly Condition[] | null> {
	return names === undefined ? null : conditionsOf(database, { kind: "machines", names });
}
