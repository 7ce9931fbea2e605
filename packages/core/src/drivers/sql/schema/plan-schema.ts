import { quoteName } from "../../../domain/quote-name.ts";
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
	 * `upgrade` is written by Graft, the others stand in the package. A skipped one is never sent; one that is refused
	 * ends the whole plan, for good or until its code is accepted, as its verdict says.
	 */
	readonly action: "run" | "skip" | "upgrade" | "refuse";
	readonly reason: string;
	/** Of a skipped one nothing is asked. */
	readonly verdict: Verdict | null;
	/** The definition of its table tells whether it was carried out. */
	readonly isDefining: boolean;
	/** What takes it back; null where nothing has to, because its table goes, or nothing can. */
	readonly undo: string | null;
	readonly isFinal: boolean;
}

export interface SchemaPlan {
	readonly steps: readonly SchemaStep[];
	/** What of tables that are there stays unlike the package's own, by table. */
	readonly kept: readonly { readonly table: string; readonly what: readonly string[] }[];
}

export interface SchemaSituation {
	readonly install: readonly string[];
	readonly owners: Owners;
	/** Tables that are there now, by name: of an earlier version, kept by a deactivation, or made by the system itself. */
	readonly present: ReadonlyMap<string, Table>;
	/** What the database said of wantedTables(); a table may be missing. */
	readonly wanted: ReadonlyMap<string, Table>;
	/** Codes that an administrator said yes to. */
	readonly accepted: readonly string[];
}

/**
 * Which statements make the tables without losing a row. A table that is there is never dropped, made or filled again:
 * it is brought to the wanted schema. One that is not there is made as the package says, with its first rows.
 */
export function planSchema(situation: SchemaSituation): SchemaPlan {
	const install = classifyInstall(situation.install, situation.owners);
	const made = new Set<string>();
	const steps = install.map((one) => {
		const step = stepOf(one, situation, made);
		if (step.action === "run" && one.statement.kind === "create") made.add(one.table ?? "");
		return step;
	});
	const wanted = wantedNames(install).filter((name) => situation.present.has(name));
	const foreign = install.flatMap(({ table, verdict }) =>
		verdict.is === "foreign" ? [table] : [],
	);
	const changes = wanted.map((table) => changeOf(table, situation));
	return {
		steps: [...steps, ...changes.flatMap(({ step }) => step)],
		kept: [
			...changes.map(({ table, what }) => ({ table, what })),
			...[...situation.present.keys()]
				.filter((name) => !wanted.includes(name) && !foreign.includes(name))
				.map((table) => ({ table, what: ["is no longer needed: kept with all its rows"] })),
		].filter(({ what }) => what.length > 0),
	};
}

export function classifyInstall(texts: readonly string[], owners: Owners): readonly Classified[] {
	return texts.flatMap((text) => classifyStatements(text, owners));
}

function wantedNames(install: readonly Classified[]): readonly string[] {
	const names = install.flatMap(({ statement, table, verdict }) =>
		statement.kind === "create" && table !== null && verdict.is !== "foreign" ? [table] : [],
	);
	return [...new Set(names)];
}

function stepOf(
	one: Classified,
	situation: SchemaSituation,
	made: ReadonlySet<string>,
): SchemaStep {
	const { text, statement, table, changes, verdict } = one;
	const idle = { isDefining: false, undo: null, isFinal: false };
	const skip = (reason: string): SchemaStep => ({
		statement: text,
		table,
		action: "skip",
		reason,
		verdict: null,
		...idle,
	});
	if (verdict.is === "foreign" && situation.accepted.includes(verdict.code)) {
		return skip(`${verdict.reason}: never sent, as was accepted`);
	}
	if (verdict.is === "refused" || verdict.is === "foreign") {
		return { statement: text, table, action: "refuse", reason: verdict.reason, verdict, ...idle };
	}
	if (isDrop(text)) {
		const isMadeNow = statement.kind === "drop" && changes.every((name) => made.has(name));
		if (!isMadeNow)
			return skip("makes room first: what is there is kept, and nothing else needs room");
	}
	const filled = changes.find((name) => situation.present.has(name));
	if (filled !== undefined && !isDrop(text)) return skip(`${filled} is there with its rows`);
	const reason = statement.kind === "create" ? `${table} is not there yet` : "as the package says";
	const undoing = undoOf(one, situation.owners, made);
	return { statement: text, table, action: "run", reason, verdict, ...undoing };
}

/** A table that is made now goes again, with all that was done to it; what else a yes was given for stays. */
function undoOf(
	{ statement, table, changes, text }: Classified,
	{ own }: Owners,
	made: ReadonlySet<string>,
): Pick<SchemaStep, "isDefining" | "undo" | "isFinal"> {
	const isMaking = statement.kind === "create" && !isTemporary(text) && !made.has(table ?? "");
	if (isMaking && table !== null && own.has(table))
		return { isDefining: true, undo: `DROP TABLE ${quoteName(table)}`, isFinal: false };
	const goesAlong = changes.length > 0 && changes.every((name) => made.has(name));
	const isFinal = !goesAlong && statement.kind !== "read" && statement.kind !== "session";
	return { isDefining: false, undo: null, isFinal };
}

function isTemporary(text: string): boolean {
	return sqlTokens(text)
		.slice(0, 4)
		.some((token) => keyword(token) === "TEMPORARY");
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
	const { alter, undo, does, kept } = compareTables(actual, { ...other, name: table });
	if (alter === null) return { table, step: [], what: kept };
	const step: SchemaStep = {
		statement: alter,
		table,
		action: "upgrade",
		reason: does.join("; "),
		verdict: null,
		isDefining: true,
		undo,
		isFinal: false,
	};
	return { table, step: [step], what: kept };
}
