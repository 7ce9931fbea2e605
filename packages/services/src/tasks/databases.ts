import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { asWritten } from "@graft/core/databases/table-naming";
import type { DatabasePlan } from "@graft/core/domain/database-plan";
import {
	type DatabasePlanInput,
	prepareDatabasePlan,
} from "@graft/core/drivers/sql/plan/prepare-database-plan";
import { readDatabaseState } from "@graft/core/drivers/sql/plan/read-database-state";
import { createdTables } from "@graft/core/drivers/sql/schema/classify-statements";

/** As the statements write them. */
export function madeTables(statements: readonly string[]): readonly string[] {
	return [...createdTables(statements, asWritten)];
}

type Input = Omit<DatabasePlanInput, "connection">;

export function planDatabase(connection: DatabaseConnection, input: Input): Promise<DatabasePlan> {
	return prepareDatabasePlan({ connection, ...input });
}

export function databaseState(
	connection: DatabaseConnection,
	input: Input,
): ReturnType<typeof readDatabaseState> {
	return readDatabaseState({ connection, ...input });
}
