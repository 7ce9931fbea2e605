import { quoteName } from "../../../domain/quote-name.ts";
import { definition, type KeyDemand, mergeColumn, optionalColumn } from "./merge-column.ts";
import { keyDefinition, type MergedKeys, mergeKeys, spoken } from "./merge-keys.ts";
import { nameKeys } from "./name-keys.ts";
import { type Column, type Key, sameName, type Table } from "./table.ts";
import { dropKey, undoClauses } from "./undo-change.ts";
import { keyBytes, takesPart } from "./wider.ts";

export interface TableChange {
	/** One ALTER TABLE, which the database makes as a whole or not at all; null where nothing is to be done. */
	readonly alter: string | null;
	/** One ALTER TABLE that takes it back exactly. */
	readonly undo: string | null;
	/** What it does, for a person. */
	readonly does: readonly string[];
	/** What is gone, narrowed or otherwise not followed, for a person. */
	readonly kept: readonly string[];
}

/** From the table as it is to one that has every wanted column and every row and value that it had. */
export function compareTables(actual: Table, wanted: Table): TableChange {
	const keys = mergeKeys(actual, wanted);
	const demandOn = (column: Column) => demandOf(column, keys, actual, wanted);
	const merged = actual.columns.map((column) => {
		const other = wanted.columns.find(({ name }) => sameName(name, column.name));
		return other === undefined
			? optionalColumn(column, demandOn(column))
			: mergeColumn(column, other, demandOn(column));
	});
	const added = wanted.columns
		.filter(({ name }) => actual.columns.every((column) => !sameName(column.name, name)))
		.map((column) => addedColumn(column, actual));
	const result = [...merged.map(({ column }) => column), ...added];
	const { possible, impossible } = sortKeys(keys.added, result, actual.engine);
	const newKeys = nameKeys(
		[...possible, ...keyOfCounter(result, [...keys.staying, ...possible])],
		keys.staying,
	);
	const changed = merged.filter(({ isChanged }) => isChanged).map(({ column }) => column);
	const clauses = [
		...changed.map((column) => `MODIFY COLUMN ${definition(column)}`),
		...added.map((column) => `ADD COLUMN ${definition(column)}`),
		...keys.dropped.map(dropKey),
		...newKeys.map((key) => `ADD ${keyDefinition(key)}`),
	];
	const back = undoClauses(actual, { changed, added, newKeys, dropped: keys.dropped });
	return {
		alter: alterTable(actual, clauses),
		undo: alterTable(actual, back),
		does: clauses,
		kept: [
			...merged.flatMap(({ kept }) => kept),
			...added.filter(({ name }) => !isAsWanted(name, result, wanted)).map(notCounting),
			...keys.kept,
			...impossible.map(
				(key) => `${spoken(key)} is not made: its columns are not as it needs them`,
			),
			...tableDifferences(actual, wanted),
		],
	};
}

function alterTable({ name }: Table, clauses: readonly string[]): string | null {
	return clauses.length === 0 ? null : `ALTER TABLE ${quoteName(name)} ${clauses.join(", ")}`;
}

function demandOf(
	column: Column,
	{ staying, added }: MergedKeys,
	actual: Table,
	wanted: Table,
): KeyDemand {
	const isIn = (key: Key, whole: boolean) =>
		key.parts.some(
			(part) => sameName(part.column, column.name) && (!whole || part.length === null),
		);
	const mine = staying.filter((key) => isIn(key, true));
	const isWide = (key: Key) =>
		[actual.columns, wanted.columns, retyped(actual, wanted)].some(
			(columns) => bytesOfKey(key, columns) > longestKey(actual.engine),
		);
	return {
		isKeyed: mine.length > 0,
		isPrimary: [...staying, ...added].some((key) => key.kind === "primary" && isIn(key, false)),
		hasRoom: !mine.some(isWide),
	};
}

/** With the wanted types; a text keeps its character set, which may need more room. */
function retyped(actual: Table, wanted: Table): readonly Column[] {
	return actual.columns.map((column) => {
		const other = wanted.columns.find(({ name }) => sameName(name, column.name)) ?? column;
		return { ...column, type: other.type, charset: column.charset ?? other.charset };
	});
}

/** In bytes. The server makes a longer key of less without a word, if it is not unique. */
function longestKey(engine: string): number {
	return engine === "InnoDB" ? 3072 : 1000;
}

function bytesOfKey(key: Key, columns: readonly Column[]): number {
	const bytes = key.parts.map((part) => {
		const column = columns.find(({ name }) => sameName(name, part.column));
		return column === undefined ? 0 : keyBytes(column, part.length);
	});
	return bytes.reduce((sum, one) => sum + one, 0);
}

/** Checks are left out: rows that are there may offend them. A table has one column at most that counts. */
function addedColumn(column: Column, actual: Table): Column {
	const counts = column.autoIncrement && actual.columns.every((one) => !one.autoIncrement);
	return { ...column, autoIncrement: counts, rest: "" };
}

function isAsWanted(name: string, result: readonly Column[], wanted: Table): boolean {
	const find = (columns: readonly Column[]) => columns.find((column) => column.name === name);
	return find(result)?.autoIncrement === find(wanted.columns)?.autoIncrement;
}

function notCounting({ name }: Column): string {
	return `${name} does not count by itself: another column does`;
}

/** A prefix must be shorter than its column, a long text needs one, and there is a limit. */
function sortKeys(
	keys: readonly Key[],
	result: readonly Column[],
	engine: string,
): { possible: readonly Key[]; impossible: readonly Key[] } {
	const isPossible = (key: Key) =>
		bytesOfKey(key, result) <= longestKey(engine) &&
		key.parts.every(({ column, length }) => {
			const there = result.find(({ name }) => sameName(name, column));
			return there !== undefined && takesPart(there, length);
		});
	return { possible: keys.filter(isPossible), impossible: keys.filter((key) => !isPossible(key)) };
}

/** A column that counts must be the first of a key. */
function keyOfCounter(result: readonly Column[], keys: readonly Key[]): readonly Key[] {
	const counter = result.find(({ autoIncrement }) => autoIncrement);
	if (counter === undefined) return [];
	const hasKey = keys.some((key) => sameName(key.parts[0]?.column ?? "", counter.name));
	if (hasKey) return [];
	return [{ kind: "plain", name: "", parts: [{ column: counter.name, length: null }], source: "" }];
}

function tableDifferences(actual: Table, wanted: Table): readonly string[] {
	const differ = (what: string, is: string, should: string) =>
		is === should ? [] : [`the ${what} stays ${is} instead of ${should}`];
	return [
		...differ("engine", actual.engine, wanted.engine),
		...differ("character set", actual.charset, wanted.charset),
		...differ("collation", actual.collation, wanted.collation),
		...wanted.constraints
			.filter((constraint) => !actual.constraints.includes(constraint))
			.map((constraint) => `${constraint} is not made: existing rows may violate it`),
		...actual.constraints
			.filter((constraint) => !wanted.constraints.includes(constraint))
			.map((constraint) => `${constraint} is no longer needed: kept`),
	];
}
