import { query, withDirect } from "./direct.ts";
import type { Prisma } from "./generated/client.ts";
import { retryBusy } from "./retry-busy.ts";

/** Something that is compared with what others have. */
export interface ClaimRow {
	readonly kind: string;
	readonly value: string;
}

/** What an archive's extension is found, sorted and compared by. */
export interface IndexedArchive {
	readonly sha256: string;
	readonly sortName: string;
	readonly words: string;
	readonly claims: readonly ClaimRow[];
	/** Where it was read anew for that: takes the place of what is stored. */
	readonly extension?: unknown;
}

/** The extension of an archive, with what the row of that says of it. */
export interface ArchivedExtension {
	readonly sha256: string;
	readonly extensionId: string;
	readonly platform: string;
	readonly version: string;
	readonly extension: Prisma.JsonValue;
}

export interface UnindexedArchive extends ArchivedExtension {
	readonly inPlace: boolean;
}

/** Archives of which that was not made yet, or which were read anew since. */
export function readUnindexed(url: string): UnindexedArchive[] {
	return query<Omit<UnindexedArchive, "inPlace"> & { extension: string; inPlace: number }>(
		url,
		`SELECT a.sha256, a.extensionId, a.platform, a.version, a.extension, e.id IS NOT NULL AS inPlace
		FROM Archive a LEFT JOIN Extension e ON e.archiveSha256 = a.sha256
		WHERE NOT EXISTS (SELECT 1 FROM ArchiveIndex i WHERE i.sha256 = a.sha256)`,
	).map((row) => ({ ...row, inPlace: row.inPlace === 1, extension: JSON.parse(row.extension) }));
}

/** Of several processes that make it at once, each makes the same. */
export function keepIndex(url: string, archives: readonly IndexedArchive[]): Promise<void> {
	return retryBusy(async () =>
		withDirect(url, (database) => {
			// The archive itself may have gone meanwhile.
			const insert = database.prepare<string[]>(
				"INSERT OR REPLACE INTO ArchiveIndex SELECT sha256, ?, ? FROM Archive WHERE sha256 = ?",
			);
			const insertClaim = database.prepare<string[]>(
				"INSERT OR IGNORE INTO Claim SELECT sha256, ?, ? FROM ArchiveIndex WHERE sha256 = ?",
			);
			const renew = database.prepare<string[]>("UPDATE Archive SET extension = ? WHERE sha256 = ?");
			database
				.transaction(() => {
					for (const { sha256, sortName, words, claims, extension } of archives) {
						if (extension !== undefined) renew.run(JSON.stringify(extension), sha256);
						insert.run(sortName, words, sha256);
						for (const { kind, value } of claims) insertClaim.run(kind, value, sha256);
					}
				})
				.immediate();
		}),
	);
}

/** Extensions that are in place and have any of these, but for the one of that id, which may be as large as it likes. */
export function readClaimants(
	url: string,
	besides: string,
	wanted: readonly ClaimRow[],
): ArchivedExtension[] {
	return query<ArchivedExtension & { extension: string }>(
		url,
		`SELECT a.sha256, a.extensionId, a.platform, a.version, a.extension FROM Extension e JOIN Archive a ON a.sha256 = e.archiveSha256
		WHERE e.id <> ? AND e.archiveSha256 IN (
			SELECT c.sha256 FROM json_each(?) w
			JOIN Claim c ON c.kind = w.value ->> 'kind' AND c.value = w.value ->> 'value'
		) ORDER BY e.id`,
		besides,
		JSON.stringify(wanted),
	).map((row) => ({ ...row, extension: JSON.parse(row.extension) }));
}

/** Names of tables that extensions in place make, as they write them. */
export function readTablesInPlace(url: string): string[] {
	return query<{ value: string }>(
		url,
		`SELECT DISTINCT c.value FROM Claim c JOIN Extension e ON e.archiveSha256 = c.sha256
		WHERE c.kind = 'table'`,
	).map(({ value }) => value);
}

/** An archive that is kept, with the tables that it makes. */
export interface KeptTables {
	readonly id: string;
	readonly version: string;
	readonly inPlace: boolean;
	readonly tables: readonly string[];
}

export function readKeptTables(url: string, platform: string): KeptTables[] {
	return query<{ id: string; version: string; inPlace: number; tables: string }>(
		url,
		`SELECT a.extensionId AS id, a.version, e.id IS NOT NULL AS inPlace,
			(SELECT json_group_array(c.value) FROM Claim c
				WHERE c.sha256 = a.sha256 AND c.kind = 'table') AS tables
		FROM Archive a LEFT JOIN Extension e ON e.archiveSha256 = a.sha256
		WHERE a.platform = ?`,
		platform,
	).map(({ tables, inPlace, ...row }) => ({
		...row,
		inPlace: inPlace === 1,
		tables: JSON.parse(tables),
	}));
}

/** Ids whose folder below `folder` was, as last seen, not as its archive is. */
export function readDrifted(url: string, folder: string): string[] {
	return query<{ id: string }>(
		url,
		`SELECT e.id FROM Extension e JOIN Archive a ON a.sha256 = e.archiveSha256
		JOIN FolderDigest f ON f.path = ? || '/' || e.id
		WHERE f.digest <> a.treeSha256`,
		folder,
	).map(({ id }) => id);
}
