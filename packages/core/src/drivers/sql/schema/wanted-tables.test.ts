import { describe, expect, it } from "vitest";
import { asWritten } from "../../../databases/table-naming.ts";
import { ocsSystem } from "../../../platforms/ocs-inventory/activation/ocs-system.ts";
import { classifyInstall } from "./plan-schema.ts";
import { wantedTables } from "./wanted-tables.ts";

const owners = {
	system: ocsSystem,
	own: new Set(["a", "b"]),
	others: new Map(),
	database: "ocsweb",
	naming: asWritten,
};
const wanted = (...install: readonly string[]) => wantedTables(classifyInstall(install, owners));

describe("the tables that statements would make", () => {
	it("are made under another name, temporary, and from nothing but their own statements", () => {
		const [first, second, ...others] = wanted(
			"DROP TABLE a",
			"CREATE TABLE IF NOT EXISTS `ocsweb`.`a` (`a` INT, ON_A INT)",
			"INSERT INTO a VALUES (1, 1)",
			"ALTER TABLE a ADD B INT",
			"CREATE TABLE b (ID INT)",
			"CREATE INDEX `on` ON b(ID)",
		);
		expect(first).toEqual({
			table: "a",
			build: [
				"CREATE TEMPORARY TABLE `graft_wanted_1` (`a` INT, ON_A INT)",
				"ALTER TABLE `graft_wanted_1` ADD B INT",
			],
			describe: "SHOW CREATE TABLE `graft_wanted_1`",
			drop: "DROP TEMPORARY TABLE IF EXISTS `graft_wanted_1`",
		});
		expect(second?.build).toEqual([
			"CREATE TEMPORARY TABLE `graft_wanted_2` (ID INT)",
			"CREATE INDEX `on` ON `graft_wanted_2`(ID)",
		]);
		expect(others).toEqual([]);
	});

	it.each([
		["is dropped again", ["CREATE TABLE a (ID INT)", "DROP TABLE a"]],
		["changes its name", ["CREATE TABLE a (ID INT)", "ALTER TABLE a RENAME TO b"]],
		["comes from a SELECT", ["CREATE TABLE a (ID INT) SELECT * FROM b"]],
		["waits for a yes", ["CREATE TABLE a (ID INT REFERENCES hardware (ID))"]],
		["is OCS's own", ["CREATE TABLE hardware (ID INT)"]],
		["is already temporary", ["CREATE TEMPORARY TABLE a (ID INT)"]],
	])("leave out one that %s", (_name, install) => {
		expect(wanted(...install)).toEqual([]);
	});
});
