import { describe, expect, it } from "vitest";
import {
	installPhp,
	installSql,
	readSample,
	verdicts,
} from "../../../../../../test/builders/ocs-reading.ts";

const TABLE = "CREATE TABLE probe (ID INT, HARDWARE_ID INT, MOUNT INT, FSTYPE INT)";
const DROP = "DROP TABLE probe";

const judged = (install: readonly string[], remove: readonly string[] = [DROP]) =>
	verdicts(readSample({ "install.php": installSql([TABLE, ...install], remove) }));

describe("a database part", () => {
	it("with tables of its own has nothing wrong with it", () => {
		expect(judged(["INSERT INTO probe (ID) VALUES (1);", "CREATE INDEX I ON `probe`(ID)"])).toEqual(
			[],
		);
	});

	it("that cannot be read is refused, with line and reason", () => {
		const { problems } = readSample({ "install.php": installPhp(`include 'sql/a.php';`) });
		expect(problems).toMatchObject([
			{
				severity: "error",
				code: "ocs/sql-unreadable",
				message: expect.stringContaining("line 4 depends on another PHP file"),
			},
		]);
	});

	it.each(["GRANT ALL ON *.* TO a", "SELECT 1 INTO OUTFILE '/tmp/x'", "DROP TABLE mysql.user"])(
		"that asks for more than tables is refused: %s",
		(sql) => {
			expect(judged([sql])).toContain("error ocs/sql-forbidden");
		},
	);

	it.each([
		"DROP TABLE `hardware`",
		"UPDATE config SET IVALUE=1",
		"ALTER TABLE Hardware ADD A INT",
		"CREATE TABLE IF NOT EXISTS bios (ID INT)",
		"DELETE FROM accountinfo",
		"RENAME TABLE tags TO t",
	])("that changes OCS's own tables is refused: %s", (sql) => {
		expect(judged([sql])).toContain("error ocs/sql-on-ocs-table");
		expect(judged([], [DROP, sql])).toContain("error ocs/sql-on-ocs-table");
	});

	it.each([
		["enters rows in OCS's tables", "INSERT INTO config (NAME) VALUES ('X')", "sql-into-ocs-table"],
		["holds two statements in one text", "SELECT 1; SELECT 2", "sql-several-statements"],
		[
			"stores code",
			"CREATE TRIGGER t AFTER INSERT ON probe FOR EACH ROW SET @a = 1;",
			"sql-stored-code",
		],
		["names a database", "INSERT INTO ocsweb.probe (ID) VALUES (1)", "sql-other-database"],
	])("that %s waits until it is accepted", (_name, sql, code) => {
		expect(judged([sql])).toEqual([`warning database ocs/${code}`]);
	});

	it("says what MySQL may refuse, what stays, and what is lost", () => {
		expect(judged(["DROP TABLE IF `x`"])).toEqual(["info ocs/sql-odd"]);
		expect(judged([], [])).toEqual(["info ocs/table-left"]);
		expect(verdicts(readSample({ "install.php": installSql([DROP, TABLE], [DROP]) }))).toEqual([
			"info ocs/install-drops-table",
		]);
	});

	it("keeps statements that are not UTF-8, and says so", () => {
		const php = Uint8Array.from(
			installSql([TABLE, "INSERT INTO probe VALUES ('é')"], [DROP]),
			(one) => one.charCodeAt(0),
		);
		expect(verdicts(readSample({ "install.php": php }))).toEqual(["info ocs/sql-encoding"]);
	});
});
