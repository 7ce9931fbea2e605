import { describe, expect, it } from "vitest";
import { asWritten } from "../../../databases/table-naming.ts";
import { ocsSystem } from "../../../platforms/ocs-inventory/activation/ocs-system.ts";
import { planSchema } from "./plan-schema.ts";
import { readTable } from "./read-table.ts";

const owners = {
	system: ocsSystem,
	own: new Set(["a", "b"]),
	others: new Map([["theirs", "another"]]),
	database: "ocsweb",
	naming: asWritten,
};

const table = (name: string, columns = "`ID` int(11) NOT NULL") =>
	readTable(`CREATE TABLE \`${name}\` (\n ${columns}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb3`);

const planned = (
	install: readonly string[],
	present: readonly string[],
	columns?: string,
	accepted: readonly string[] = [],
) => {
	const tables = (names: readonly string[], text?: string) =>
		new Map(names.map((name) => [name, table(name, text)]));
	const wanted = tables(["a", "b"], columns);
	const plan = planSchema({ install, owners, present: tables(present), wanted, accepted });
	return { ...plan, actions: plan.steps.map(({ action }) => action) };
};

const INSTALL = [
	"DROP TABLE IF EXISTS a",
	"CREATE TABLE a (ID INT)",
	"CREATE INDEX i ON a (ID)",
	"INSERT INTO a VALUES (1)",
	"CREATE TABLE b (ID INT)",
	"INSERT INTO b VALUES (1)",
];

describe("an activation", () => {
	it("makes and fills tables that are not there, and drops none", () => {
		expect(planned(INSTALL, []).actions).toEqual(["skip", "run", "run", "run", "run", "run"]);
	});

	it("leaves a table that is there as it is, and fills only the one that is made now", () => {
		const { actions, kept } = planned(INSTALL, ["a"]);
		expect(actions).toEqual(["skip", "skip", "skip", "skip", "run", "run"]);
		expect(kept).toEqual([]);
	});

	it("brings a table that is there to the wanted schema", () => {
		const { steps } = planned(INSTALL, ["a", "b"], "`ID` bigint(20) NOT NULL,\n `N` int(11)");
		expect(steps.filter(({ action }) => action === "run")).toEqual([]);
		expect(
			steps.filter(({ action }) => action === "upgrade").map(({ statement }) => statement),
		).toEqual([
			"ALTER TABLE `a` MODIFY COLUMN `ID` bigint(20) NOT NULL, ADD COLUMN `N` int(11) NULL",
			"ALTER TABLE `b` MODIFY COLUMN `ID` bigint(20) NOT NULL, ADD COLUMN `N` int(11) NULL",
		]);
	});

	it("keeps a table that the new version does not want any more, and says so", () => {
		expect(planned(["DROP TABLE old", "CREATE TABLE a (ID INT)"], ["old"])).toMatchObject({
			actions: ["skip", "run"],
			kept: [{ table: "old", what: ["is no longer needed: kept with all its rows"] }],
		});
	});

	it.each([
		"TRUNCATE TABLE a",
		"DELETE FROM a",
		"DELETE b, a FROM b JOIN a",
		"UPDATE b JOIN a SET a.ID = 0",
		"RENAME TABLE a TO c",
		"CREATE OR REPLACE TABLE a (ID INT)",
		"DROP TABLE IF `a`",
		"ALTER TABLE a DROP COLUMN ID",
		"REPLACE INTO a VALUES (1)",
	])("never sends %s to a table that has rows", (sql) => {
		expect(planned(["CREATE TABLE b (ID INT)", sql], ["a"]).actions).toEqual(["run", "skip"]);
	});

	it("asks nothing about a statement that it skips, and refuses what no yes makes right", () => {
		const { steps } = planned(["TRUNCATE TABLE a", "DROP TABLE hardware", "SET @x = 1"], ["a"]);
		expect(steps).toMatchObject([
			{ action: "skip", verdict: null },
			{ action: "refuse", verdict: { is: "refused" } },
			{ action: "run", verdict: { is: "ask" } },
		]);
	});

	it.each([
		["INSERT INTO config (NAME) VALUES ('X')", "ocs/sql-into-ocs-table"],
		["CREATE TABLE IF NOT EXISTS bios (ID INT)", "ocs/sql-into-ocs-table"],
		["CREATE TABLE IF NOT EXISTS theirs (ID INT)", "ocs/table-taken"],
		["DROP TABLE IF EXISTS theirs", "ocs/table-taken"],
		["ALTER TABLE theirs ADD N INT", "ocs/table-taken"],
	])("never sends %s, and goes on without it once that was accepted", (sql, code) => {
		const install = ["CREATE TABLE a (ID INT)", sql];
		const present = ["bios", "theirs"];
		expect(planned(install, present).steps).toMatchObject([
			{ action: "run" },
			{ action: "refuse", verdict: { is: "foreign", code } },
		]);
		const { actions, kept } = planned(install, present, undefined, [code]);
		expect(actions).toEqual(["run", "skip"]);
		expect(kept.filter(({ table }) => sql.includes(table))).toEqual([]);
	});

	it("goes on without no statement that changes or drops OCS's tables", () => {
		const accepted = ["ocs/sql-on-ocs-table", "ocs/sql-into-ocs-table", "ocs/sql-forbidden"];
		const install = [
			"DROP TABLE hardware",
			"UPDATE config SET IVALUE = 1",
			"GRANT ALL ON *.* TO a",
		];
		expect(planned(install, [], undefined, accepted).actions).toEqual([
			"refuse",
			"refuse",
			"refuse",
		]);
	});
});
