import type { DatabasePlan } from "../../../domain/database-plan.ts";
import { canonicalJson, sha256 } from "../../../domain/hash.ts";
import { tablesUnwanted, tablesWanted } from "./plan-tables.ts";
import { type Survey, type SurveyInput, survey } from "./survey.ts";

export interface DatabasePlanInput extends SurveyInput {
	/** Codes of problems that an administrator said yes to. */
	readonly accepted: readonly string[];
	/** On the way out: with its tables, and every row in them, or with these alone. */
	readonly dropTables: boolean | readonly string[];
	/** sha256 over all that the extension holds, where that is known. */
	readonly content?: string | null;
}

/**
 * What there is to do in a system's database for one extension (docs/ocs-database.md). Looks only: what a wanted table would
 * be like is asked of temporary ones.
 */
export async function prepareDatabasePlan(input: DatabasePlanInput): Promise<DatabasePlan> {
	return databasePlan(input, await survey(input));
}

/** Pure. */
export function databasePlan(
	{
		system,
		connection,
		goal,
		extension,
		wanted,
		accepted,
		dropTables,
		content = null,
	}: DatabasePlanInput,
	found: Survey,
): DatabasePlan {
	const isActive = goal === "active";
	const tables = isActive
		? tablesWanted(wanted, found, accepted)
		: tablesUnwanted(extension.id, wanted, found, accepted, dropTables);
	const { receipts } = system;
	const row = isActive
		? receipts.put(extension, found.receipts)
		: receipts.take(extension, found.receipts);
	const { problems, ...rest } = tables;
	const plan = {
		format: 1,
		goal,
		platform: extension.platform,
		extension: { id: extension.id, version: extension.version },
		content,
		database: connection.label,
		...rest,
		// The row is what makes it active: last on the way in, first on the way out.
		steps: isActive ? [...tables.steps, ...row] : [...row, ...tables.steps],
		notes: isActive ? receipts.notes(extension) : [],
	} as const;
	return { ...plan, problems, hash: sha256(canonicalJson(plan)) };
}
