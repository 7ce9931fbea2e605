import type { Extension } from "@graft/core/domain/extension";
import type { Context } from "../context/context.ts";
import type { LinkedTables } from "../links/linked-tables.ts";
import { prepareTables } from "./change-tables.ts";

/** The tables that are an extension's own, and would go with it where that is asked for. */
export async function tablesToDrop(
	ctx: Context,
	tables: LinkedTables,
	extension: Extension,
	accepted: readonly string[],
): Promise<readonly string[]> {
	const change = { goal: "absent", extension, accepted, dropTables: true } as const;
	const { steps } = await prepareTables(ctx, tables, change);
	return steps.filter(({ kind }) => kind === "drop-table").map(({ target }) => target);
}
