import type { Cell, DatabaseConnection } from "../../../databases/database-connection.ts";

/** A row of OCS's table `extensions`: what its console takes for active. */
export interface Activation {
	readonly id: string;
	readonly name: string;
	/** As the database writes the number. */
	readonly version: string;
	/** `YYYY-MM-DD hh:mm:ss` in the database's own time. */
	readonly installedAt: string;
}

/** A row as it stands there, with all that OCS's console reads. */
export interface ActivationRow {
	readonly id: string;
	readonly name: string;
	readonly description: string | null;
	readonly version: number;
	readonly licence: string | null;
	readonly author: string | null;
	readonly contributor: string | null;
	readonly installDate: string | null;
}

export async function readActivations(
	connection: DatabaseConnection,
): Promise<readonly Activation[]> {
	const rows = await readActivationRows(connection);
	return rows.map(({ id, name, version, installDate }) => ({
		id,
		name,
		version: String(version),
		installedAt: installDate ?? "",
	}));
}

export async function readActivationRows(
	connection: DatabaseConnection,
): Promise<readonly ActivationRow[]> {
	const rows = await connection.query(
		"SELECT id, name, description, version, licence, author, contributor, install_date AS installDate FROM extensions ORDER BY id",
	);
	return rows.map((row) => ({
		id: text(row.id) ?? "",
		name: text(row.name) ?? "",
		description: text(row.description),
		version: Number(row.version),
		licence: text(row.licence),
		author: text(row.author),
		contributor: text(row.contributor),
		installDate: text(row.installDate),
	}));
}

function text(cell: Cell | undefined): string | null {
	if (cell === null || cell === undefined) return null;
	return cell instanceof Uint8Array ? new TextDecoder().decode(cell) : String(cell);
}
