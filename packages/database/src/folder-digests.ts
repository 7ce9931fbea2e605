import { query, withDirect } from "./direct.ts";
import { whyUnusable } from "./why-unusable.ts";

/** What was read of a folder, and by which seal it is known again. */
export interface FolderDigestRow {
	readonly path: string;
	readonly seal: string;
	readonly digest: string;
}

export function readFolderDigests(url: string, paths: readonly string[]): FolderDigestRow[] {
	return query<FolderDigestRow>(
		url,
		"SELECT path, seal, digest FROM FolderDigest WHERE path IN (SELECT value FROM json_each(?))",
		JSON.stringify(paths),
	);
}

/** For the next look. It only saves time: where it cannot be written, folders are read again. */
export function keepFolderDigests(url: string, rows: readonly FolderDigestRow[]): void {
	if (rows.length === 0) return;
	writeWherePossible(url, "INSERT OR REPLACE INTO FolderDigest VALUES (?, ?, ?)", (insert) => {
		for (const { path, seal, digest } of rows) insert(path, seal, digest);
	});
}

/** What was kept of other folders than these `names` in `folder`: they are gone. */
export function dropFolderDigests(url: string, folder: string, names: readonly string[]): void {
	const paths = query<{ path: string }>(
		url,
		"SELECT path FROM FolderDigest WHERE substr(path, 1, length(?)) = ?",
		...[`${folder}/`, `${folder}/`],
	).map(({ path }) => path);
	const there = new Set(names.map((name) => `${folder}/${name}`));
	const gone = paths.filter((path) => !there.has(path));
	if (gone.length === 0) return;
	writeWherePossible(url, "DELETE FROM FolderDigest WHERE path = ?", (remove) => {
		for (const path of gone) remove(path);
	});
}

function writeWherePossible(
	url: string,
	sql: string,
	work: (write: (...values: string[]) => void) => void,
): void {
	try {
		withDirect(url, (database) => {
			const statement = database.prepare<string[]>(sql);
			database.transaction(() => work((...values) => void statement.run(...values))).immediate();
		});
	} catch (error) {
		if (whyUnusable(error) === undefined) throw error;
	}
}
