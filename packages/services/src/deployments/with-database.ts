import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { Context } from "../context.ts";
import { withTables } from "../tables/linked-tables.ts";

export function withDatabase<Result>(
	ctx: Context,
	work: (database: DatabaseConnection) => Promise<Result>,
): Promise<Result> {
	return withTables(ctx, "ocs-inventory", ({ connection }) => work(connection));
}
