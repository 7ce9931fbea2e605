import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { queryNamed, withDirect } from "./direct.ts";
import { findKeptReading, keepReading } from "./kept-readings.ts";
import { type Database, openDatabase } from "./open-database.ts";

let folder: string;
let url: string;
let database: Database;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "graft-kept-readings-"));
	url = `file:${join(folder, "graft.db")}`;
	database = await openDatabase(url);
});
afterEach(async () => {
	await database.$disconnect();
	rmSync(folder, { recursive: true, force: true });
});

test("gives what was kept last, and nothing of what was not", () => {
	expect(findKeptReading(url, "one")).toBeUndefined();
	keepReading(url, "one", "[1]");
	keepReading(url, "two", "[2]");
	keepReading(url, "one", "[3]");
	expect(findKeptReading(url, "one")).toBe("[3]");
	expect(findKeptReading(url, "two")).toBe("[2]");
});

test("keeps the last 500", () => {
	withDirect(url, (direct) => {
		const insert = direct.prepare("INSERT INTO KeptReading VALUES (?, '1')");
		direct.transaction(() => {
			for (let number = 0; number < 600; number++) insert.run(`${number}`);
		})();
	});
	keepReading(url, "last", "1");
	const keys = queryNamed<{ key: string }>(url, "SELECT key FROM KeptReading ORDER BY rowid", {});
	expect(keys).toHaveLength(500);
	expect([keys[0]?.key, keys[499]?.key]).toEqual(["101", "last"]);
});

test("keeps nothing while somebody else writes, which is no failure", () => {
	const other = new Sqlite(join(folder, "graft.db"));
	other.exec("BEGIN IMMEDIATE");
	keepReading(url, "one", "[1]");
	other.exec("ROLLBACK");
	other.close();
	expect(findKeptReading(url, "one")).toBeUndefined();
	keepReading(url, "one", "[1]");
	expect(findKeptReading(url, "one")).toBe("[1]");
});
