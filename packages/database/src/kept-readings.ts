import { query, writeNow } from "./direct.ts";

/** More than what is looked at again and again: what is dropped is read anew when it is wanted. */
const mostKept = 500;

/** JSON, as it was kept. */
export function findKeptReading(url: string, key: string): string | undefined {
	const sql = "SELECT reading FROM KeptReading WHERE key = ?";
	return query<{ reading: string }>(url, sql, key)[0]?.reading;
}

/** For the next time; not where somebody else writes at this moment, or nobody can. */
export function keepReading(url: string, key: string, reading: string): void {
	writeNow(url, "INSERT OR REPLACE INTO KeptReading VALUES (?, ?)", key, reading);
	writeNow(
		url,
		`DELETE FROM KeptReading WHERE rowid <=
			(SELECT rowid FROM KeptReading ORDER BY rowid DESC LIMIT 1 OFFSET ${mostKept})`,
	);
}
