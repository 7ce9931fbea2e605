import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { Extension } from "@graft/core/domain/extension";
import { findPlatform, sqlPlaceOf } from "@graft/core/platforms/places";
import type { Context } from "../context.ts";
import { neighbours } from "../extensions/neighbours.ts";
import { storedExtension } from "../extensions/stored.ts";
import { readHeldTables } from "./held-tables.ts";
import type { LinkedTables } from "./linked-tables.ts";

/** Whose tables there are, as far as Graft knows extensions. */
export interface TableOwners {
	/** Tables that any kept version of this extension makes. */
	readonly formerTables: readonly string[];
	/** Tables that are its own even where they stood there before this version. */
	readonly heldTables: readonly string[];
	/** The other extension that has a table, by the table's name in lower case. */
	readonly others: ReadonlyMap<string, string>;
}

/**
 * Read once, to be asked about one extension after the other. What only kept archives tell of another extension counts
 * while that table is still there.
 */
export async function readTableOwners(
	ctx: Context,
	{ place, connection }: LinkedTables,
): Promise<(extension: Pick<Extension, "id">) => TableOwners> {
	const { receipts } = place.system;
	const [all, archives, present, rows, held] = await Promise.all([
		neighbours(ctx),
		ctx.database.archive.findMany({ select: { extension: true } }),
		presentTables(connection),
		receipts.read(connection),
		readHeldTables(ctx, connection.label),
	]);
	const isHere = ({ platform }: Extension) => sqlPlaceOf(findPlatform(platform)) === place;
	const active = new Set(rows.map(({ id }) => id));
	const inPlace = all.filter(isHere);
	const kept = archives.map(({ extension }) => storedExtension(extension)).filter(isHere);
	const tablesOf = (extension: Extension) => place.wanted(extension).tables;
	/** What the system's own console made has no record: it is what the version of its row makes, or any that is known. */
	const tablesOfRow = (id: string): readonly string[] => {
		const row = rows.find((each) => each.id === id);
		if (row === undefined) return [];
		const known = [...kept, ...inPlace].filter((each) => each.id === id);
		const same = known.filter(({ version }) => receipts.isOf(row, version));
		return (same.length === 0 ? known : same).flatMap(tablesOf);
	};
	const lowerTables = (extension: Extension) =>
		tablesOf(extension).map((table) => table.toLowerCase());
	const claimedBeside = (extensions: readonly Extension[], besides: string): Claimed[] =>
		extensions
			.filter((each) => each.id !== besides)
			.flatMap((each) => lowerTables(each).map((table): Claimed => [table, each.id]));
	return ({ id }) => {
		const own = new Set(
			[...kept, ...inPlace].filter((each) => each.id === id).flatMap(lowerTables),
		);
		// What is active keeps its own, whoever names the same table in a package that was only imported.
		const isLess = ([table, other]: Claimed): boolean =>
			active.has(id) && !active.has(other) && own.has(table);
		const others = new Map(
			[
				...claimedBeside(kept, id).filter(([table]) => present.has(table)),
				...claimedBeside(inPlace, id),
			].filter((claimed) => !isLess(claimed)),
		);
		const former = kept.filter((each) => each.id === id);
		const tables = new Set(former.flatMap(tablesOf));
		return {
			formerTables: [...tables].filter((table) => !others.has(table.toLowerCase())).sort(),
			heldTables: held.get(id) ?? tablesOfRow(id),
			others,
		};
	};
}

type Claimed = readonly [table: string, id: string];

/** In lower case. */
export async function presentTables(connection: DatabaseConnection): Promise<ReadonlySet<string>> {
	const rows = await connection.query(
		"SELECT LOWER(TABLE_NAME) AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
	);
	return new Set(rows.map(({ name }) => String(name)));
}
