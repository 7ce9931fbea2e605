import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { Extension } from "@graft/core/domain/extension";
import type { Context } from "../context.ts";
import { prepareDatabase } from "./change-database.ts";

/** The tables that are an extension's own, and would go with it where that is asked for. */
export async function tablesToDrop(
	ctx: Context,
	connection: DatabaseConnection,
	extension: Extension,
	accepted: readonly string[],
): Promise<readonly string[]> {
	const change = { goal: "absent", extension, accepted, dropTables: true } as const;
	const { steps } = await prepareDatabase(ctx, connection, change);
	return steps.filter(({ kind }) => kind === "drop-table").map(({ target }) => target);
}
