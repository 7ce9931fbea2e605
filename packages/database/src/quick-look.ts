import Sqlite from "better-sqlite3";
import type { Archive, Extension, Prisma } from "./generated/client.ts";
import { busyTimeoutMs, sqlitePath } from "./sqlite-file.ts";

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

export function findManaged(url: string, id: string): ManagedRow | null {
	const [row] = query<Stored>(url, `${managed} WHERE e.id = ?`, id);
	return row === undefined ? null : managedRow(row);
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

function query<Row>(url: string, sql: string, ...values: string[]): Row[] {
	const held = heldOpen.get(url)?.database;
	if (held !== undefined) return held.prepare<string[], Row>(sql).all(...values);
	const database = open(url);
	try {
		return database.prepare<string[], Row>(sql).all(...values);
	} finally {
		database.close();
	}
}

/** By URL. Rights are those of the whole process: who has them for a moment only opens what is read later on. */
const heldOpen = new Map<string, { readonly database: Sqlite.Database; holders: number }>();

/** Opens the database for all looks until it is let go: whoever looks then need not be able to open it. */
export function holdOpen(url: string): () => void {
	const held = heldOpen.get(url) ?? { database: open(url), holders: 0 };
	heldOpen.set(url, held);
	held.holders += 1;
	// Only the first read opens the files beside it.
	held.database.prepare("SELECT 1 FROM sqlite_master").get();
	return () => {
		held.holders -= 1;
		if (held.holders > 0) return;
		heldOpen.delete(url);
		held.database.close();
	};
}

function open(url: string): Sqlite.Database {
	return new Sqlite(sqlitePath(url), { timeout: busyTimeoutMs, fileMustExist: true });
}
