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

	it.each([
		"GRANT ALL ON *.* TO a",
		"SELECT 1 INTO OUTFILE '/tmp/x'",
		"DROP TABLE mysql.user",
		"INSERT INTO probe (ID) VALUES (`load_file` ('/etc/passwd'))",
		"SET STATEMENT max_statement_time=1 FOR DROP TABLE hardware",
		"CREATE TABLE other (ID INT) ENGINE=FEDERATED CONNECTION='mysql://a@b/c/d'",
		"ALTER TABLE probe DATA DIRECTORY='/tmp'",
		"CREATE TRIGGER t AFTER INSERT ON probe FOR EACH ROW SET GLOBAL general_log = 1",
	])("that asks for more than tables is refused: %s", (sql) => {
		expect(judged([sql])).toContain("error ocs/sql-forbidden");
		expect(judged([], [DROP, sql])).toContain("error ocs/sql-forbidden");
	});

	it("that servers read differently is refused", () => {
		const sql = "INSERT INTO /*!50701 probe VALUES (1) -- */ hardware VALUES (1)";
		expect(judged([sql])).toEqual(["error ocs/sql-hidden"]);
	});

	it("that goes through a view of its own is refused, whatever it says of the view", () => {
		const view = [
			"CREATE VIEW v AS SELECT * FROM hardware",
			"CREATE TABLE IF NOT EXISTS v (ID INT)",
		];
		expect(judged([...view, "DELETE FROM v"], [DROP, "DROP TABLE v"])).toEqual([
			"warning database ocs/sql-stored-code",
			"error ocs/sql-through-view",
			"error ocs/sql-through-view",
			"error ocs/sql-through-view",
		]);
	});

	const send = (text: string) => `$commonObject->sqlQuery("${text}".$x);`;
	it.each([
		["words", `$x = ''; ${send(`CREATE INDEX i ${"ON ".repeat(120_000)}`)}`],
		["characters", `$x = '${"x".repeat(600_000)}'; ${send("DELETE FROM a").repeat(2)}`],
		["statements", `$x = ''; ${send("DELETE FROM a").repeat(2_001)}`],
	])("that holds too many %s is refused, and none of it is judged", (what, install) => {
		const { problems } = readSample({ "install.php": installPhp(install) });
		expect(problems.filter(({ code }) => code.startsWith("ocs/sql"))).toMatchObject([
			{ severity: "error", code: "ocs/sql-too-much", message: expect.stringContaining(what) },
		]);
	});

	it.each([
		"DROP TABLE `hardware`",
		"UPDATE config SET IVALUE=1",
		"ALTER TABLE Hardware ADD A INT",
		"DELETE FROM accountinfo",
		"RENAME TABLE tags TO t",
	])("that changes OCS's own tables is refused: %s", (sql) => {
		expect(judged([sql])).toContain("error ocs/sql-on-ocs-table");
		expect(judged([], [DROP, sql])).toContain("error ocs/sql-on-ocs-table");
	});

	it.each([
		["enters rows in OCS's tables", "INSERT INTO config (NAME) VALUES ('X')", "sql-into-ocs-table"],
		["makes a table of OCS's", "CREATE TABLE IF NOT EXISTS bios (ID INT)", "sql-into-ocs-table"],
		["reads tables of others", "INSERT INTO probe (ID) SELECT ID FROM hardware", "sql-other-table"],
		["empties tables", "TRUNCATE TABLE probe", "sql-empties-table"],
		["changes the session", "SET @a = 1", "sql-session"],
		["holds the server up", "INSERT INTO probe (ID) VALUES (SLEEP(9))", "sql-function"],
		[
			"holds two statements in one text",
			"INSERT INTO probe (ID) VALUES (1); DELETE FROM probe",
			"sql-several-statements",
		],
		[
			"stores code",
			"CREATE TRIGGER t AFTER INSERT ON probe FOR EACH ROW SET @a = 1;",
			"sql-stored-code",
		],
		["names a database", "INSERT INTO ocsweb.probe (ID) VALUES (1)", "sql-other-database"],
	])("that %s waits until it is accepted", (_name, sql, code) => {
		expect(judged([sql])).toEqual([`warning database ocs/${code}`]);
	});

	it("says what stays, and what is lost", () => {
		expect(judged([], [])).toEqual(["info ocs/table-left"]);
		expect(verdicts(readSample({ "install.php": installSql([DROP, TABLE], [DROP]) }))).toEqual([
			"info ocs/install-drops-table",
		]);
	});

	it("is asked nothing about a statement that is never sent", () => {
		expect(judged(["DROP TABLE IF `x`", "DROP TABLE IF EXISTS older"])).toEqual([]);
		expect(judged([], [DROP, "DROP TABLE older", "DROP VIEW v"])).toEqual([]);
	});

	it("that reaches into another extension's tables says whose they are", () => {
		const { extension } = readSample({}, { id: "other", table: "theirs" });
		const neighbours = extension === null ? [] : [extension];
		const problems = (install: readonly string[], remove: readonly string[] = []) =>
			readSample(
				{ "install.php": installSql([TABLE, ...install], [DROP, ...remove]) },
				{ neighbours },
			).problems.filter(({ code }) => code === "ocs/table-taken");
		const taken = { severity: "warning", part: "database" };
		expect(problems(["DELETE FROM theirs"])).toMatchObject([taken]);
		expect(problems(["CREATE TABLE IF NOT EXISTS Theirs (ID INT)"])).toMatchObject([taken]);
		expect(problems([], ["DROP TABLE theirs"])).toMatchObject([taken]);
	});

	it("keeps statements that are not UTF-8, and says so", () => {
		const php = Uint8Array.from(
			installSql([TABLE, "INSERT INTO probe VALUES ('é')"], [DROP]),
			(one) => one.charCodeAt(0),
		);
		expect(verdicts(readSample({ "install.php": php }))).toEqual(["info ocs/sql-encoding"]);
	});
});
