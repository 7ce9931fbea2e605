import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { type Extension, isReadable } from "@graft/core/domain/extension";
import { type KeptTables, readKeptTables } from "@graft/database/archive-index";
import { lookAround } from "../catalogue/neighbours.ts";
import type { Context } from "../context/context.ts";
import type { LinkedTables } from "../links/linked-tables.ts";
import { readHeldTables } from "./held-tables.ts";

/** Whose tables there are, as far as Graft knows extensions. */
export interface TableOwners {
	/** Tables that any kept version of this extension makes. */
	readonly formerTables: readonly string[];
	/** Tables that are its own even where they stood there before this version. */
	readonly heldTables: readonly string[];
	/** The other extension that has a table, by the table's name in lower case. */
	readonly others: ReadonlyMap<string, string>;
}

/** An extension that is kept or in place, as far as its tables go. */
type Maker = Omit<KeptTables, "inPlace">;

/**
 * Read once, to be asked about one extension after the other. What only kept archives tell of another extension counts
 * while that table is still there.
 */
export async function readTableOwners(
	ctx: Context,
	{ platform, place, connection }: LinkedTables,
): Promise<(extension: Pick<Extension, "id">) => TableOwners> {
	const { receipts } = place.system;
	const [{ strays, unindexed }, present, rows, held] = await Promise.all([
		lookAround(ctx, "lately"),
		presentTables(connection),
		receipts.read(connection),
		readHeldTables(ctx, connection.label),
	]);
	const active = new Set(rows.map(({ id }) => id));
	const kept = readKeptTables(ctx.paths.databaseUrl, platform);
	const read = [...strays.values(), ...unindexed.filter(isReadable)];
	const changed = read.filter((each) => each?.platform === platform);
	const inPlace: readonly Maker[] = [
		...kept.filter((each) => each.inPlace && !strays.get(each.id)),
		...changed.flatMap((each) =>
			each === null
				? []
				: { id: each.id, version: each.version, tables: place.wanted(each).tables },
		),
	];
	/** What the system's own console made has no record: it is what the version of its row makes, or any that is known. */
	const tablesOfRow = (id: string): readonly string[] => {
		const row = rows.find((each) => each.id === id);
		if (row === undefined) return [];
		const known = [...kept, ...inPlace].filter((each) => each.id === id);
		const same = known.filter(({ version }) => receipts.isOf(row, version));
		return (same.length === 0 ? known : same).flatMap(({ tables }) => tables);
	};
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
		const tables = new Set(former.flatMap((each) => each.tables));
		return {
			formerTables: [...tables].filter((table) => !others.has(table.toLowerCase())).sort(),
			heldTables: held.get(id) ?? tablesOfRow(id),
			others,
		};
	};
}

type Claimed = readonly [table: string, id: string];

function claimedBeside(makers: readonly Maker[], besides: string): Claimed[] {
	return makers
		.filter((each) => each.id !== besides)
		.flatMap((each) => lowerTables(each).map((table): Claimed => [table, each.id]));
}

function lowerTables({ tables }: Maker): readonly string[] {
	return tables.map((table) => table.toLowerCase());
}

/** In lower case. */
export async function presentTables(connection: DatabaseConnection): Promise<ReadonlySet<string>> {
	const rows = await connection.query(
		"SELECT LOWER(TABLE_NAME) AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
	);
	return new Set(rows.map(({ name }) => String(name)));
}
