import { type DatabasePlanInput, databasePlan } from "./prepare-database-plan.ts";
import { survey } from "./survey.ts";

export type DatabaseState = "in-sync" | "drifted" | "missing";

export interface TableState {
	readonly table: string;
	/** About how many, as the database estimates; counting tells exactly. */
	readonly rows: number;
	readonly state: DatabaseState;
}

/**
 * Whether a database is as an extension wants it. `missing`: its row is not there, though it should be; `drifted`:
 * something else of it is otherwise. Looks only.
 */
export async function readDatabaseState(
	input: DatabasePlanInput,
): Promise<{ state: DatabaseState; tables: readonly TableState[] }> {
	const found = await survey(input);
	const { steps } = databasePlan(input, found);
	const changed = new Set(steps.map(({ target }) => target));
	const names = new Set([...found.created, ...found.present.keys()]);
	const tables = [...names].map((table): TableState => {
		const state = changed.has(table) ? "drifted" : "in-sync";
		const isThere = found.present.has(table);
		return { table, rows: found.rows.get(table) ?? 0, state: isThere ? state : "missing" };
	});
	const hasRow = found.receipts.some(({ id }) => id === input.extension.id);
	if (input.goal === "active" && !hasRow) return { state: "missing", tables };
	return { state: steps.length === 0 ? "in-sync" : "drifted", tables };
}
