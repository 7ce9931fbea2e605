import type { DatabasePlan } from "../../../domain/database-plan.ts";
import { canonicalJson, sha256 } from "../../../domain/hash.ts";
import { numericVersion, rowGone, rowThere, wantedRow } from "../../../platforms/ocs-inventory/activation/plan-row.ts";
import { tablesUnwanted, tablesWanted } from "./plan-tables.ts";
import { type Survey, type SurveyInput, survey } from "./survey.ts";

export interface DatabasePlanInput extends SurveyInput {
	/** Codes of problems that an administrator said yes to. */
	readonly accepted: readonly string[];
	/** On the way out: with its tables, and every row in them. */
	readonly dropTables: boolean;
	/** sha256 over all that the extension holds, where that is known. */
	readonly content?: string | null;
}

/**
 * What there is to do in OCS's database for one extension (docs/ocs-database.md). Looks only: what a wanted table would
 * be like is asked of temporary ones.
 */
export async function prepareDatabasePlan(input: DatabasePlanInput): Promise<DatabasePlan> {
	return databasePlan(input, await survey(input));
}

/** Pure. */
export function databasePlan(
	{ connection, goal, extension, accepted, dropTables, content = null }: DatabasePlanInput,
	found: Survey,
): DatabasePlan {
	const isActive = goal === "active";
	const tables = isActive
		? tablesWanted(extension, found, accepted)
		: tablesUnwanted(extension, found, accepted, goal === "absent" && dropTables);
	const row = isActive
		? rowThere(extension, found.activations)
		: rowGone(extension, found.activations);
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
		notes: isActive ? notesOnRow(extension) : [],
	} as const;
	return { ...plan, problems, hash: sha256(canonicalJson(plan)) };
}

function notesOnRow(extension: DatabasePlanInput["extension"]): readonly string[] {
	const row = wantedRow(extension);
	const { name, description, licence, version } = extension;
	const texts = { name, description, licence, author: extension.authors[0] ?? "" };
	const isNumber = String(numericVersion(version)) === version.replace(/\.0+$/, "");
	return [
		...(isNumber
			? []
			: [`OCS's console shows the version ${version || "(none)"} as ${row.version}`]),
		...Object.entries(texts)
			.filter(([field, text]) => row[field as keyof typeof texts] !== text)
			.map(([field]) => `OCS's console shows the ${field} cut to what its column holds`),
	];
}
