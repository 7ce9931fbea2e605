import { keyword, sqlTokens } from "../parse/sql-tokens.ts";
import {
	type Classified,
	classifyStatements,
	type Owners,
	type Verdict,
} from "./classify-statements.ts";
import { compareTables } from "./compare-tables.ts";
import type { Table } from "./table.ts";

/** One statement of an activation, in the order in which it would be sent. */
export interface SchemaStep {
	readonly statement: string;
	readonly table: string | null;
	/**
	 * `upgrade` is written by Graft, the others stand in the package. A skipped one is never sent; one that
	 * is refused ends the whole plan.
	 */
	readonly action: "run" | "skip" | "upgrade" | "refuse";
	readonly reason: string;
	/** Of a skipped one nothing is asked. */
	readonly verdict: Verdict | null;
}

export interface SchemaPlan {
	readonly steps: readonly SchemaStep[];
	/** What of tables that are there stays unlike the package's own, by table. */
	readonly kept: readonly { readonly table: string; readonly what: readonly string[] }[];
}

export interface SchemaSituation {
	readonly install: readonly string[];
	readonly owners: Owners;
	/** Tables that are there now, by name: of an earlier version, kept by a deactivation, or made by OCS's own console. */
	readonly present: ReadonlyMap<string, Table>;
	/** What the database said of wantedTables(); a table may be missing. */
	readonly wanted: ReadonlyMap<string, Table>;
}

/**
 * Which statements make the tables without losing a row. A table that is there is never dropped, made or filled again:
 * it is brought to the wanted schema. One that is not there is made as the package says, with its first rows.
 */
export function planSchema(situation: SchemaSituation): SchemaPlan {
	const install = classifyInstall(situation.install, situation.owners);
	const made = new Set<string>();
	const steps = install.map((one) => {
		const step = stepOf(one, situation.present, made);
		if (step.action === "run" && one.statement.kind === "create") made.add(one.table ?? "");
		return step;
	});
	const wanted = wantedNames(install).filter((name) => situation.present.has(name));
	const changes = wanted.map((table) => changeOf(table, situation));
	return {
		steps: [...steps, ...changes.flatMap(({ step }) => step)],
		kept: [
			...changes.map(({ table, what }) => ({ table, what })),
			...[...situation.present.keys()]
				.filter((name) => !wanted.includes(name))
				.map((table) => ({ table, what: ["is not wanted any more: kept with all its rows"] })),
		].filter(({ what }) => what.length > 0),
	};
}

export function classifyInstall(texts: readonly string[], owners: Owners): readonly Classified[] {
	return texts.flatMap((text) => classifyStatements(text, owners));
}

function wantedNames(install: readonly Classified[]): readonly string[] {
	const names = install.flatMap(({ statement, table }) =>
		statement.kind === "create" && table !== null ? [table] : [],
	);
	return [...new Set(names)];
}

function stepOf(
	{ text, statement, table, changes, verdict }: Classified,
	present: ReadonlyMap<string, Table>,
	made: ReadonlySet<string>,
): SchemaStep {
	const skip = (reason: string): SchemaStep => ({
		statement: text,
		table,
		action: "skip",
		reason,
		verdict: null,
	});
	if (verdict.is === "refused") {
		return { statement: text, table, action: "refuse", reason: verdict.reason, verdict };
	}
	if (isDrop(text)) {
		const isMadeNow =
			statement.kind === "drop" && statement.tables.every(({ name }) => made.has(name));
		if (!isMadeNow)
			return skip("makes room first: what is there is kept, and nothing else needs room");
	}
	const filled = changes.find((name) => present.has(name));
	if (filled !== undefined && !isDrop(text)) return skip(`${filled} is there with its rows`);
	const reason = statement.kind === "create" ? `${table} is not there yet` : "as the package says";
	return { statement: text, table, action: "run", reason, verdict };
}

/** Also one that MySQL would refuse: OCS's own console passes over it. */
function isDrop(text: string): boolean {
	const words = sqlTokens(text).slice(0, 3).map(keyword);
	return words[0] === "DROP" && words.includes("TABLE");
}

function changeOf(
	table: string,
	{ present, wanted }: SchemaSituation,
): { table: string; step: readonly SchemaStep[]; what: readonly string[] } {
	const actual = present.get(table);
	const other = wanted.get(table);
	if (actual === undefined || other === undefined) {
		return {
			table,
			step: [],
			what: ["cannot be compared with what the package says: kept as it is"],
		};
	}
	const { alter, does, kept } = compareTables(actual, { ...other, name: table });
	if (alter === null) return { table, step: [], what: kept };
	const step: SchemaStep = {
		statement: alter,
		table,
		action: "upgrade",
		reason: does.join("; "),
		verdict: null,
	};
	return { table, step: [step], what: kept };
}
