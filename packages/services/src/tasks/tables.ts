import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { asWritten } from "@graft/core/databases/table-naming";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import type { Extension } from "@graft/core/domain/extension";
import {
	type DatabasePlanInput,
	prepareDatabasePlan,
} from "@graft/core/drivers/sql/plan/prepare-database-plan";
import { readDatabaseState } from "@graft/core/drivers/sql/plan/read-database-state";
import { createdTables } from "@graft/core/drivers/sql/schema/classify-statements";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";

/** What its statements make, as they write them. */
export function madeTables(extension: Extension): readonly string[] {
	const { system, wanted } = placeOf(extension);
	return [...createdTables(wanted.install, { system, naming: asWritten })];
}

/** Plain data only: the place itself is found where the task runs. */
type Input = Omit<DatabasePlanInput, "connection" | "system" | "wanted">;

export function planTables(connection: DatabaseConnection, input: Input): Promise<DatabasePlan> {
	return prepareDatabasePlan({ connection, ...placeOf(input.extension), ...input });
}

export function tablesState(
	connection: DatabaseConnection,
	input: Input,
): ReturnType<typeof readDatabaseState> {
	return readDatabaseState({ connection, ...placeOf(input.extension), ...input });
}

function placeOf(extension: Extension) {
	const place = sqlPlaceOf(findPlatform(extension.platform));
	if (place === undefined) throw new Error(`${extension.platform} has no place of tables`);
	return { system: place.system, wanted: place.wanted(extension) };
}
