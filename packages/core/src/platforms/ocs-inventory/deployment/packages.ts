import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { placeholders, textOf } from "./cells.ts";
import { type Marker, readMarker } from "./marker.ts";

/** A package of ours, as it stands in OCS's tables. */
export interface DeployedPackage {
	/** Digits: its folder, and FILEID. */
	readonly id: string;
	readonly name: string;
	readonly marker: Marker;
	readonly fragments: number;
	/** OCS's console has taken it away; only its name is left. */
	readonly deleted: boolean;
	/** Where agents fetch it; each is a row of download_enable. None: agents are not offered it. */
	readonly activations: readonly Activation[];
}

export interface Activation {
	readonly id: number;
	readonly infoLocation: string;
	readonly fragmentLocation: string;
}

/** All that Graft has put there, or those of one extension. */
export async function readPackages(
	connection: DatabaseConnection,
	extensionId?: string,
): Promise<readonly DeployedPackage[]> {
	const rows = await connection.query(
		`SELECT FILEID AS id, NAME AS name, COMMENT AS comment, FRAGMENTS AS fragments, DELETED AS deleted
		FROM download_available WHERE COMMENT LIKE '%[graft %' ORDER BY FILEID`,
	);
	const marked = rows.flatMap((row) => {
		const marker = readMarker(textOf(row.comment));
		if (marker === null || (extensionId !== undefined && marker.id !== extensionId)) return [];
		const { fragments, deleted } = row;
		return [
			{
				id: textOf(row.id),
				name: textOf(row.name),
				marker,
				fragments: Number(fragments),
				deleted: Number(deleted ?? 0) === 1,
			},
		];
	});
	const activations = await readActivations(
		connection,
		marked.map(({ id }) => id),
	);
	return marked.map((each) => ({ ...each, activations: activations.get(each.id) ?? [] }));
}

async function readActivations(
	connection: DatabaseConnection,
	packages: readonly string[],
): Promise<ReadonlyMap<string, readonly Activation[]>> {
	const found = new Map<string, Activation[]>();
	if (packages.length === 0) return found;
	const rows = await connection.query(
		`SELECT ID AS id, FILEID AS package, INFO_LOC AS info, PACK_LOC AS fragments
		FROM download_enable WHERE FILEID IN (${placeholders(packages)}) ORDER BY ID`,
		packages,
	);
	for (const { id = null, package: name, info, fragments } of rows) {
		const activation = {
			id: Number(id),
			infoLocation: textOf(info),
			fragmentLocation: textOf(fragments),
		};
		const own = textOf(name);
		found.set(own, [...(found.get(own) ?? []), activation]);
	}
	return found;
}
