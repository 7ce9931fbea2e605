import { quoteName } from "../../../domain/quote-name.ts";
import { definition } from "./merge-column.ts";
import { type Column, type Key, sameName, type Table } from "./table.ts";

export interface Change {
	/** As they become. */
	readonly changed: readonly Column[];
	readonly added: readonly Column[];
	readonly newKeys: readonly Key[];
	readonly dropped: readonly Key[];
}

export function dropKey(key: Key): string {
	return key.kind === "primary" ? "DROP PRIMARY KEY" : `DROP KEY ${quoteName(key.name)}`;
}

/**
 * What brings a table back to `former`, word for word. Unique keys stand in the order in which they are made, those that
 * take no NULL first; it decides which row INSERT … ON DUPLICATE KEY UPDATE finds. So those behind one that was taken
 * away, or whose column was changed, are made again with it.
 */
export function undoClauses(former: Table, change: Change): readonly string[] {
	const first = former.keys.findIndex((key) => key.kind === "unique" && isMoved(key, change));
	const behind = former.keys.filter(
		(key, index) => first !== -1 && index >= first && key.kind === "unique",
	);
	const stale = behind.filter((key) => !isIn(key, change.dropped));
	const back = former.keys.filter((key) => isIn(key, change.dropped) || isIn(key, stale));
	return [
		...[...change.newKeys, ...stale].map(dropKey),
		...change.changed.flatMap((column) => {
			const old = former.columns.find(({ name }) => sameName(name, column.name));
			return old === undefined ? [] : [`MODIFY COLUMN ${definition(old)}`];
		}),
		...change.added.map(({ name }) => `DROP COLUMN ${quoteName(name)}`),
		...back.map((key) => `ADD ${key.source}`),
	];
}

function isMoved(key: Key, { dropped, changed }: Change): boolean {
	const isChanged = (column: string) => changed.some(({ name }) => sameName(name, column));
	return isIn(key, dropped) || key.parts.some(({ column }) => isChanged(column));
}

function isIn(key: Key, keys: readonly Key[]): boolean {
	return keys.includes(key);
}
