import type { Extension } from "@graft/core/domain/extension";
import { retryBusy } from "@graft/database/retry-busy";
import type { Context } from "../context/context.ts";

/** By the extension's id: its tables in the database of this label, as far as Graft made them or was told so. */
export async function readHeldTables(
	{ database }: Context,
	label: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
	const rows = await database.heldTable.findMany({ where: { database: label } });
	const held = new Map<string, string[]>();
	for (const { extensionId, table } of rows)
		held.set(extensionId, [...(held.get(extensionId) ?? []), table]);
	return held;
}

/** Once it is active there: the tables that it makes are its own from now on, whoever takes its row away. */
export async function holdTables(
	{ database, clock, runTask }: Context,
	label: string,
	extension: Extension,
	isItsOwn: (table: string) => boolean,
): Promise<void> {
	const { id } = extension;
	const made = await runTask("madeTables", extension);
	const tables = made.filter(isItsOwn);
	const since = clock();
	await retryBusy(() =>
		database.$transaction(
			tables.map((table) => {
				const key = { database: label, extensionId: id, table };
				return database.heldTable.upsert({
					where: { database_extensionId_table: key },
					create: { ...key, since },
					update: {},
				});
			}),
		),
	);
}

/** Those that are not there any more: who makes one of that name later is somebody else. */
export async function forgetTables(
	{ database }: Context,
	label: string,
	id: string,
	isThere: (table: string) => boolean,
): Promise<void> {
	const where = { database: label, extensionId: id };
	const rows = await database.heldTable.findMany({ where });
	const gone = rows.map(({ table }) => table).filter((table) => !isThere(table));
	if (gone.length === 0) return;
	await retryBusy(() =>
		database.heldTable.deleteMany({ where: { ...where, table: { in: gone } } }),
	);
}
