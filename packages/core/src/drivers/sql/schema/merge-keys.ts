import { quoteName } from "../../../domain/quote-name.ts";
import { type Key, type KeyPart, sameName, type Table } from "./table.ts";

export interface MergedKeys {
	readonly dropped: readonly Key[];
	readonly added: readonly Key[];
	/** Those of the actual table that stay. */
	readonly staying: readonly Key[];
	readonly kept: readonly string[];
}

/**
 * The keys under which every row that is there is possible, and every row that the wanted schema takes. A unique key is
 * a limit: it goes where the wanted schema is wider, and comes only where no row can offend it.
 */
export function mergeKeys(actual: Table, wanted: Table): MergedKeys {
	const dropped = actual.keys.filter(
		(key) => isUnique(key) && !wanted.keys.some((other) => isUnique(other) && isWithin(other, key)),
	);
	const staying = actual.keys.filter((key) => !dropped.includes(key));
	const missing = wanted.keys.filter((key) => !staying.some((other) => covers(other, key)));
	const refused = missing.filter((key) => isUnique(key) && !isSafe(key, actual, wanted));
	return {
		dropped,
		staying,
		added: missing.filter((key) => !refused.includes(key)).map((key) => besides(key, staying)),
		kept: [
			...refused.map((key) => `${spoken(key)} is not made: existing rows may violate it`),
			...actual.keys
				.filter((key) => !isUnique(key) && !wanted.keys.some((other) => covers(other, key)))
				.map((key) => `${spoken(key)} is no longer needed: kept`),
		],
	};
}

/** A table has one primary key; a second one is unique all the same. */
function besides(key: Key, staying: readonly Key[]): Key {
	const isSecond = key.kind === "primary" && staying.some(({ kind }) => kind === "primary");
	return isSecond ? { ...key, kind: "unique", name: "" } : key;
}

export function isUnique({ kind }: Key): boolean {
	return kind === "primary" || kind === "unique";
}

export function spoken(key: Key): string {
	const columns = key.parts.map(({ column }) => column).join(", ");
	return key.kind === "primary" ? `the primary key (${columns})` : `key ${key.name} (${columns})`;
}

/** As ALTER TABLE takes it after ADD. */
export function keyDefinition(key: Key): string {
	const kind = key.kind === "plain" ? "" : `${key.kind.toUpperCase()} `;
	const parts = key.parts.map(
		({ column, length }) => quoteName(column) + (length === null ? "" : `(${length})`),
	);
	const called = key.kind === "primary" ? "" : `${quoteName(key.name)} `;
	return `${kind}KEY ${called}(${parts.join(", ")})`;
}

function samePart(one: KeyPart, other: KeyPart): boolean {
	return sameName(one.column, other.column) && one.length === other.length;
}

/** All of `inner`'s columns are among those of `outer`: whatever is unique in `inner` is so in `outer`. */
function isWithin(inner: Key, outer: Key): boolean {
	return inner.parts.every((part) => outer.parts.some((other) => samePart(part, other)));
}

/** The same columns in the same order; a unique one does what a plain or a primary one does. */
function covers(there: Key, needed: Key): boolean {
	const isSameKind = there.kind === needed.kind || (isUnique(there) && !isSpecial(needed));
	return (
		isSameKind &&
		there.parts.length === needed.parts.length &&
		there.parts.every((part, index) => samePart(part, needed.parts[index] ?? part))
	);
}

function isSpecial({ kind }: Key): boolean {
	return kind === "fulltext" || kind === "spatial";
}

/** No row that is there can offend it: it is wider than one that held until now, or on a number that is given out now. */
function isSafe(key: Key, actual: Table, wanted: Table): boolean {
	const columnOf = (table: Table, name: string) =>
		table.columns.find((column) => sameName(column.name, name));
	const takesAll = key.parts.every(({ column }) => {
		const there = columnOf(actual, column);
		return key.kind !== "primary" || there === undefined || !there.nullable;
	});
	const isCounted = key.parts.some(
		({ column }) =>
			columnOf(actual, column) === undefined &&
			columnOf(wanted, column)?.autoIncrement === true &&
			actual.columns.every((one) => !one.autoIncrement),
	);
	const isImplied = actual.keys.some((other) => isUnique(other) && isWithin(other, key));
	return takesAll && (isCounted || isImplied);
}
