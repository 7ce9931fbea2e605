import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { DatabaseGoal } from "../../../domain/database-plan.ts";
import type { Extension } from "../../../domain/extension.ts";
import { createdTables, isGraftTable, type Owners } from "../schema/classify-statements.ts";
import { createdViews } from "../schema/created-views.ts";
import { classifyInstall } from "../schema/plan-schema.ts";
import type { Table } from "../schema/table.ts";
import type { SqlReceipt, SqlSystem } from "../system.ts";
import type { WantedTables } from "../wanted.ts";
import { describeTables, describeWanted, lookAtPlace } from "./look-at-tables.ts";

export interface SurveyInput {
	readonly system: SqlSystem;
	readonly goal: DatabaseGoal;
	readonly connection: DatabaseConnection;
	readonly extension: Extension;
	readonly wanted: WantedTables;
	/** Created by other versions of it that Graft knows. */
	readonly formerTables: readonly string[];
	/** By the table's name in lower case: the id of the other extension that has it. */
	readonly others: ReadonlyMap<string, string>;
	/**
	 * Tables that are known to be its own: made or taken over by Graft, or by the system's console where that made it active. Any
	 * other one that stands there needs a yes. Without it none does.
	 */
	readonly heldTables?: readonly string[];
}

/** What stands in a system's database, as far as one extension is concerned. */
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
	readonly receipts: readonly SqlReceipt[];
	readonly schemaVersion: number;
}

export async function survey(input: SurveyInput): Promise<Survey> {
	const { system, connection, others, goal } = input;
	const receipts = await system.receipts.read(connection);
	const { database, naming, schemaVersion, rows, views } = await lookAtPlace(connection, system);
	const { install: texts } = input.wanted;
	const made = createdTables(texts, { system, naming });
	const names = [...made, ...input.formerTables.map(naming)];
	const all = new Set(names.filter((name) => isFree(name, system, others)));
	const there = [...all].filter((name) => rows.has(name));
	const created = new Set([...made].filter((name) => all.has(name)));
	const held = new Set((input.heldTables ?? there).map(naming));
	const strangers = new Set(
		there.filter((name) => !held.has(name) && !system.tookOver(name, schemaVersion)),
	);
	// What only an earlier version names, and nobody gave it, is not to be read either.
	const own = new Set([...all].filter((name) => created.has(name) || !strangers.has(name)));
	const owners = {
		...{ system, own, others, database, naming },
		views: new Set([...views, ...createdViews(texts, naming)]),
	};
	const present = await describeTables(connection, there);
	const comparable = there.filter(
		(name) => goal === "active" && !system.tookOver(name, schemaVersion),
	);
	const install = classifyInstall(texts, owners);
	const wanted = await describeWanted(connection, install, new Set(comparable));
	return { owners, created, present, strangers, wanted, rows, receipts, schemaVersion };
}

function isFree(name: string, system: SqlSystem, others: ReadonlyMap<string, string>): boolean {
	return !system.hasTable(name) && !isGraftTable(name) && !others.has(name.toLowerCase());
}
