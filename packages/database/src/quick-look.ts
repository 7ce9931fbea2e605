import { query } from "./direct.ts";
import type { Archive, Extension, Prisma } from "./generated/client.ts";

/*
 * What every command reads first, without Prisma: its engine takes longer to start than Node itself,
 * and a command that only looks need not wait for it. Writes never go this way.
 */

export type ManagedRow = Extension & { archive: Archive };

const managed = `SELECT e.id, e.platform, e.active, e.problems, e.archiveSha256, e.updatedAt,
		a.extensionId, a.version, a.bytes, a.fileName, a.treeSha256, a.extension,
		a.accepted, a.importedAt, a.importedBy, a.platform AS archivePlatform
	FROM Extension e JOIN Archive a ON a.sha256 = e.archiveSha256`;

/** Every extension that has its folder, with the archive that it holds. */
export function readManaged(url: string): ManagedRow[] {
	return query<Stored>(url, `${managed} ORDER BY e.id`).map(managedRow);
}

/** Those of these ids, in no order. */
export function readManagedOf(url: string, ids: readonly string[]): ManagedRow[] {
	const among = `${managed} WHERE e.id IN (SELECT value FROM json_each(?))`;
	return query<Stored>(url, among, JSON.stringify(ids)).map(managedRow);
}

export function findManaged(url: string, id: string): ManagedRow | null {
	return readManagedOf(url, [id])[0] ?? null;
}

/** What tells a folder of ours from another, and whether it is as it was put there. */
export interface ManagedId {
	readonly id: string;
	readonly platform: string;
	readonly active: boolean;
	readonly treeSha256: string;
}

/** The same without what takes long to read. */
export function readManagedIds(url: string): ManagedId[] {
	return query<Omit<ManagedId, "active"> & { active: number }>(
		url,
		`SELECT e.id, e.platform, e.active, a.treeSha256
		FROM Extension e JOIN Archive a ON a.sha256 = e.archiveSha256 ORDER BY e.id`,
	).map((row) => ({ ...row, active: row.active === 1 }));
}

/** What is kept as JSON can have megabytes, and is parsed only where it is looked at. */
function managedRow(row: Stored): ManagedRow {
	return {
		id: row.id,
		platform: row.platform,
		active: row.active === 1,
		get problems() {
			return json(row.problems);
		},
		archiveSha256: row.archiveSha256,
		updatedAt: new Date(row.updatedAt),
		archive: {
			sha256: row.archiveSha256,
			extensionId: row.extensionId,
			platform: row.archivePlatform,
			version: row.version,
			bytes: row.bytes,
			fileName: row.fileName,
			treeSha256: row.treeSha256,
			get extension() {
				return json(row.extension);
			},
			accepted: json(row.accepted),
			importedAt: new Date(row.importedAt),
			importedBy: row.importedBy,
		},
	};
}

/** The folders that were named for an extension on a server; null for one that was found out. */
export function readServerDirs(url: string, extensionId: string, label: string): (string | null)[] {
	return query<{ serverDir: string | null }>(
		url,
		`SELECT r.serverDir FROM Receipt r JOIN Server s ON s.id = r.serverId
		WHERE r.extensionId = ? AND s.label = ? ORDER BY r.serverDir`,
		extensionId,
		label,
	).map(({ serverDir }) => serverDir);
}

/** A server on which an extension was last seen. */
export interface SeenRow {
	readonly extensionId: string;
	readonly server: string;
	readonly state: string;
	readonly version: string;
	readonly seenAt: Date;
}

/** Where these extensions were last seen, in the order of the servers' labels. */
export function readSeenOnServers(url: string, ids: readonly string[]): SeenRow[] {
	return query<Omit<SeenRow, "seenAt"> & { seenAt: string }>(
		url,
		`SELECT r.extensionId, s.label AS server, r.state, r.version, r.seenAt
		FROM Receipt r JOIN Server s ON s.id = r.serverId
		WHERE r.extensionId IN (SELECT value FROM json_each(?)) ORDER BY s.label`,
		JSON.stringify(ids),
	).map((row) => ({ ...row, seenAt: new Date(row.seenAt) }));
}

/** How many archives are kept of each of these extensions; left out where there are none. */
export function countArchives(url: string, ids: readonly string[]): ReadonlyMap<string, number> {
	const rows = query<{ extensionId: string; count: number }>(
		url,
		`SELECT extensionId, count(*) AS count FROM Archive
		WHERE extensionId IN (SELECT value FROM json_each(?)) GROUP BY extensionId`,
		JSON.stringify(ids),
	);
	return new Map(rows.map(({ extensionId, count }) => [extensionId, count]));
}

/** How an outside system is reached. */
export interface LinkRow {
	readonly label: string;
	readonly sealedUrl: string;
	readonly linkedAt: Date;
	readonly linkedBy: string;
}

export function findLinkRow(url: string, id: string): LinkRow | null {
	const [row] = query<Omit<LinkRow, "linkedAt"> & { linkedAt: string }>(
		url,
		"SELECT label, sealedUrl, linkedAt, linkedBy FROM Link WHERE id = ?",
		id,
	);
	return row === undefined ? null : { ...row, linkedAt: new Date(row.linkedAt) };
}

/** Servers on which one of these is known to be, by their label, with the folders that were named there. */
export function readServersWith(
	url: string,
	ids: readonly string[],
): { address: unknown; receipts: { extensionId: string; serverDir: string | null }[] }[] {
	return query<{ address: string; receipts: string }>(
		url,
		`SELECT s.address, json_group_array(
				json_object('extensionId', r.extensionId, 'serverDir', r.serverDir)) AS receipts
		FROM Server s JOIN Receipt r ON r.serverId = s.id
		WHERE r.extensionId IN (SELECT value FROM json_each(?)) GROUP BY s.id ORDER BY s.label`,
		JSON.stringify(ids),
	).map(({ address, receipts }) => ({ address: json(address), receipts: JSON.parse(receipts) }));
}

/** An operation that runs, or somebody who holds a lease, or either of the dead. */
export function isWorkUnderWay(url: string): boolean {
	const running = "SELECT 1 FROM Operation WHERE state = 'running'";
	return query(url, `${running} UNION ALL SELECT 1 FROM Lease LIMIT 1`).length > 0;
}

/** As SQLite keeps them: JSON and times as text, true as 1. */
interface Stored {
	readonly id: string;
	readonly platform: string;
	readonly active: number;
	readonly problems: string;
	readonly archiveSha256: string;
	readonly updatedAt: string;
	readonly extensionId: string;
	readonly archivePlatform: string;
	readonly version: string;
	readonly bytes: number;
	readonly fileName: string | null;
	readonly treeSha256: string;
	readonly extension: string;
	readonly accepted: string;
	readonly importedAt: string;
	readonly importedBy: string;
}

function json(text: string): Prisma.JsonValue {
	return JSON.parse(text);
}
