import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { DatabaseGoal } from "../../../domain/database-plan.ts";
import type { Extension } from "../../../domain/extension.ts";
import { isAdoptedTable, isOcsTable } from "../../../platforms/ocs-inventory/rules/ocs-names.ts";
import { createdTables, isGraftTable, type Owners } from "../schema/classify-statements.ts";
import { createdViews } from "../schema/created-views.ts";
import { classifyInstall } from "../schema/plan-schema.ts";
import type { Table } from "../schema/table.ts";
import { describeTables, describeWanted, lookAtPlace } from "./look-at-tables.ts";
import { type ActivationRow, readActivationRows } from "../../../platforms/ocs-inventory/activation/read-activations.ts";

export interface SurveyInput {
	readonly goal: DatabaseGoal;
	readonly connection: DatabaseConnection;
	readonly extension: Extension;
	/** Created by other versions of it that Graft knows. */
	readonly formerTables: readonly string[];
	/** By the table's name in lower case: the id of the other extension that has it. */
	readonly others: ReadonlyMap<string, string>;
	/**
	 * Tables that are known to be its own: made or taken over by Graft, or by OCS's console where that made it active. Any
	 * other one that stands there needs a yes. Without it none does.
	 */
	readonly heldTables?: readonly string[];
}

/** What stands in OCS's database, as far as one extension is concerned. */
export interface Survey {
	readonly owners: Owners;
	/** Tables of its own that this version makes, be they there or not. */
	readonly created: ReadonlySet<string>;
	/** The extension's own tables that are there. */
	readonly present: ReadonlyMap<string, Table>;
	/** Of those, the ones that stood there before it: somebody has to say that they are its own. */
	readonly strangers: ReadonlySet<string>;
	/** Of those that are there, on the way in: what they would be like if they were made now. */
	readonly wanted: ReadonlyMap<string, Table>;
	/** About how many rows each table has. */
	readonly rows: ReadonlyMap<string, number>;
	readonly activations: readonly ActivationRow[];
	readonly schemaVersion: number;
}

export async function survey(input: SurveyInput): Promise<Survey> {
	const { connection, extension, others, goal } = input;
	const activations = await readActivationRows(connection);
	const { database, naming, schemaVersion, rows, views } = await lookAtPlace(connection);
	const { install: texts } = extension.parts.database;
	const made = createdTables(texts, naming);
	const names = [...made, ...input.formerTables.map(naming)];
	const all = new Set(names.filter((name) => isFree(name, others)));
	const there = [...all].filter((name) => rows.has(name));
	const created = new Set([...made].filter((name) => all.has(name)));
	const held = new Set((input.heldTables ?? there).map(naming));
	const strangers = new Set(
		there.filter((name) => !held.has(name) && !isAdoptedTable(name, schemaVersion)),
	);
	// What only an earlier version names, and nobody gave it, is not to be read either.
	const own = new Set([...all].filter((name) => created.has(name) || !strangers.has(name)));
	const owners = {
		...{ own, others, database, naming },
		views: new Set([...views, ...createdViews(texts, naming)]),
	};
	const present = await describeTables(connection, there);
	const comparable = there.filter(
		(name) => goal === "active" && !isAdoptedTable(name, schemaVersion),
	);
	const install = classifyInstall(texts, owners);
	const wanted = await describeWanted(connection, install, new Set(comparable));
	return { owners, created, present, strangers, wanted, rows, activations, schemaVersion };
}

function isFree(name: string, others: ReadonlyMap<string, string>): boolean {
	return !isOcsTable(name) && !isGraftTable(name) && !others.has(name.toLowerCase());
}
