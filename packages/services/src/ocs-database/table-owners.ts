import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { Extension } from "@graft/core/domain/extension";
import type { Context } from "../context.ts";
import { neighbours } from "../extensions/neighbours.ts";
import { storedExtension } from "../extensions/stored.ts";
import { linkId } from "./stored-link.ts";

/** Whose tables there are, as far as Graft knows extensions. */
export interface TableOwners {
	/** Tables that any kept version of this extension makes. */
	readonly formerTables: readonly string[];
	/** The other extension that has a table, by the table's name in lower case. */
	readonly others: ReadonlyMap<string, string>;
}

/**
 * Read once, to be asked about one extension after the other. What only kept archives tell of another extension counts
 * while that table is still there.
 */
export async function readTableOwners(
	ctx: Context,
	connection: DatabaseConnection,
): Promise<(extension: Pick<Extension, "id">) => TableOwners> {
	const [inPlace, archives, present] = await Promise.all([
		neighbours(ctx),
		ctx.database.archive.findMany({ where: { platform: linkId }, select: { extension: true } }),
		presentTables(connection),
	]);
	const kept = archives.map(({ extension }) => storedExtension(extension));
	return ({ id }) => {
		const others = new Map([
			...tablesOf(kept, id).filter(([table]) => present.has(table)),
			...tablesOf(inPlace, id),
		]);
		const former = kept.filter((each) => each.id === id);
		const tables = new Set(former.flatMap(({ parts }) => parts.database.tables));
		return {
			formerTables: [...tables].filter((table) => !others.has(table.toLowerCase())).sort(),
			others,
		};
	};
}

function tablesOf(
	extensions: readonly Extension[],
	besides: string,
): [table: string, id: string][] {
	return extensions
		.filter((each) => each.id !== besides && each.platform === linkId)
		.flatMap(({ id, parts }) =>
			parts.database.tables.map((table): [string, string] => [table.toLowerCase(), id]),
		);
}

async function presentTables(connection: DatabaseConnection): Promise<ReadonlySet<string>> {
	const rows = await connection.query(
		"SELECT LOWER(TABLE_NAME) AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()",
	);
	return new Set(rows.map(({ name }) => String(name)));
}
