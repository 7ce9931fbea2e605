import { describe, expect, it } from "vitest";
import { asWritten } from "../../../databases/table-naming.ts";
import { ocsSystem } from "../../../platforms/ocs-inventory/activation/ocs-system.ts";
import { classifyStatements, createdTables } from "./classify-statements.ts";

const owners = {
	system: ocsSystem,
	own: new Set(["a", "my table", "hardware"]),
	others: new Map([["theirs", "another"]]),
	database: "ocsweb",
	naming: asWritten,
};

const verdicts = (text: string) =>
	classifyStatements(text, owners).map(({ verdict }) =>
		verdict.is === "allowed" ? verdict.deed : `${verdict.is} ${verdict.code}`,
	);

describe("a statement on the extension's own tables", () => {
	it.each([
		[
			"CREATE TABLE IF NOT EXISTS `a` (ID INT, KEY (ID)) ENGINE=InnoDB ROW_FORMAT=DYNAMIC",
			"create",
		],
		[
			"create table ocsweb.a (DIRECTORY varchar(9), `ENGINE` int, D int on update current_timestamp)",
			"create",
		],
		["ALTER TABLE `my table` ADD COLUMN B INT, ADD ENGINE INT, ADD KEY (B)", "alter"],
		["DROP TABLE IF EXISTS a, `my table`", "drop"],
		["CREATE UNIQUE INDEX i ON a (ID)", "index"],
		[
			"INSERT INTO a (B) VALUES ('GRANT; DROP TABLE hardware') ON DUPLICATE KEY UPDATE B = 1",
			"insert",
		],
		["REPLACE a SELECT * FROM `my table`", "insert"],
		["UPDATE a SET ENGINE = 'x' WHERE ID IN (1, 2)", "update"],
		["DELETE FROM a WHERE B LIKE 'x'", "delete"],
		["INSERT INTO a VALUES (1) -- as \u00a0 before\n", "insert"],
		["INSERT INTO a VALUES (3, 'Sleep'), (4, 'benchmark (1)')", "insert"],
		["CREATE TABLE a (SLEEP INT, `Benchmark` INT)", "create"],
		["CREATE TABLE a (ID INT) /*!40100 DEFAULT CHARSET=utf8 */", "create"],
	])("%s is allowed", (sql, deed) => {
		expect(verdicts(sql)).toEqual([deed]);
	});
});

describe("a statement that waits for a yes of its own", () => {
	it.each([
		["CREATE VIEW v AS SELECT h.ID FROM hardware h JOIN a ON a.ID = h.ID", "sql-stored-code"],
		["CREATE OR REPLACE VIEW v AS SELECT USER, SERVER, PASSWORD FROM a", "sql-stored-code"],
		["SELECT DATABASE, ROLE FROM a", "sql-read"],
		["CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN DELETE FROM a; END", "sql-stored-code"],
		["CREATE PROCEDURE p() BEGIN UPDATE a SET B = 1; END", "sql-stored-code"],
		["INSERT INTO a SELECT NAME FROM hardware", "sql-other-table"],
		["CREATE TABLE a SELECT * FROM theirs", "sql-other-table"],
		["CREATE TABLE a (ID INT, FOREIGN KEY (ID) REFERENCES bios (HARDWARE_ID))", "sql-other-table"],
		["CREATE TABLE A (ID INT)", "sql-other-table"],
		["ALTER TABLE a RENAME TO b", "sql-other-table"],
		["DROP TABLE nobodys", "sql-other-table"],
		["SET @x = 1", "sql-session"],
		["SELECT * FROM a", "sql-read"],
		["TRUNCATE TABLE a", "sql-empties-table"],
		["RENAME TABLE a TO b", "sql-empties-table"],
		["CREATE TEMPORARY TABLE a (ID INT)", "sql-odd"],
		["INSERT INTO a VALUES (`SLEEP`(9))", "sql-function"],
		["OPTIMIZE TABLE a", "sql-odd"],
	])("%s asks", (sql, code) => {
		expect(verdicts(sql)).toEqual([`ask ocs/${code}`]);
	});
});

describe("a statement that only reads a table of OCS's", () => {
	it.each([
		[
			"UPDATE a x JOIN hardware h ON h.ID = x.HARDWARE_ID SET x.NAME = h.NAME, `x`.B = 1",
			"sql-other-table",
		],
		["DELETE FROM a USING a, hardware", "sql-other-table"],
		["DELETE FROM x USING a AS x JOIN hardware h ON h.ID = x.ID", "sql-other-table"],
		["UPDATE hardware, a SET a.B = (hardware.ID = 1), a.C = 2 WHERE a.ID = 1", "sql-other-table"],
		[
			"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW UPDATE a y JOIN hardware h SET y.B = h.ID",
			"sql-stored-code",
		],
		[
			"DELETE f FROM a f LEFT JOIN hardware h ON h.ID = f.HARDWARE_ID WHERE h.ID IS NULL",
			"sql-other-table",
		],
		[
			"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN DELETE FROM a WHERE B NOT IN (SELECT ID FROM hardware); END",
			"sql-stored-code",
		],
		[
			"CREATE EVENT e ON SCHEDULE EVERY 5 MINUTE DO DELETE w FROM a w INNER JOIN `my table` q ON w.ID = q.wid",
			"sql-stored-code",
		],
		["UPDATE a SET B = (SELECT EXTRACT(DAY FROM a.D))", "sql-function"],
		["SELECT TRIM('x' FROM h.NAME) FROM a h", "sql-read"],
	])("is no change of it, and an alias is no database: %s", (sql, code) => {
		expect(verdicts(sql)).toEqual([`ask ocs/${code}`]);
	});
});

describe("a statement that is read otherwise than it looks", () => {
	it.each([
		["UPDATE a x JOIN a y ON 1e0JOIN operators SET x.B = 1", "refused ocs/sql-on-ocs-table"],
		["UPDATE a x JOIN a y ON \\NJOIN operators SET x.B = 1", "refused ocs/sql-on-ocs-table"],
		["UPDATE a x JOIN a y ON .5eJOIN operators SET x.B = 1", "refused ocs/sql-on-ocs-table"],
		["UPDATE a --\u0001 x\n, hardware SET B = 1", "refused ocs/sql-on-ocs-table"],
		["\u00a0DROP TABLE hardware", "refused ocs/sql-on-ocs-table"],
		["\ufeffDROP\u200bTABLE hardware", "refused ocs/sql-on-ocs-table"],
		["ALTER TABLE a RENAME = hardware", "refused ocs/sql-on-ocs-table"],
		[
			"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW INSERT hardware VALUES (1)",
			"refused ocs/sql-on-ocs-table",
		],
		["DELETE h FROM a f JOIN hardware h", "refused ocs/sql-on-ocs-table"],
		["DELETE x FROM a f JOIN hardware h", "refused ocs/sql-on-ocs-table"],
		["DROP TABLE `b\u0130os`", "refused ocs/sql-hidden"],
		["CREATE TABLE `#mysql50#hardware` (ID INT)", "refused ocs/sql-hidden"],
		["SELECT RELEASE_ALL_LOCKS()", "refused ocs/sql-forbidden"],
		["INSERT INTO a VALUES (`release_lock`('graft'))", "refused ocs/sql-forbidden"],
		["INSERT INTO a VALUES (MASTER_GTID_WAIT('0-1-1', 99))", "ask ocs/sql-function"],
		["INSERT INTO a VALUES (1e0*/1)", "ask ocs/sql-odd"],
		["CREATE TABLE IF NOT EXISTS config_ldap (ID INT)", "foreign ocs/sql-into-ocs-table"],
		["DROP TABLE SNMP_Printers", "refused ocs/sql-on-ocs-table"],
		["INSERT INTO `u\u017fers` SELECT 1", "refused ocs/sql-hidden"],
	])("%j", (sql, verdict) => {
		expect(verdicts(sql)).toEqual([verdict]);
	});

	it.each([
		"DELETE FROM v",
		"INSERT INTO v VALUES (1)",
		"CREATE TABLE IF NOT EXISTS v (ID INT)",
		"DROP TABLE v",
	])("goes through a view: %s", (sql) => {
		const withView = { ...owners, own: new Set(["a", "v"]), views: new Set(["v"]) };
		const [one] = classifyStatements(sql, withView);
		expect(one?.verdict).toMatchObject({ is: "refused", code: "ocs/sql-through-view" });
	});
});

describe("a statement that is never sent, and that others can do without", () => {
	it.each([
		["INSERT INTO config (NAME) VALUES ('x')", "sql-into-ocs-table"],
		["REPLACE INTO `Config` VALUES (1)", "sql-into-ocs-table"],
		["CREATE TABLE IF NOT EXISTS bios (ID INT)", "sql-into-ocs-table"],
		["CREATE INDEX i ON hardware (NAME)", "sql-into-ocs-table"],
		["DROP TABLE theirs", "table-taken"],
		["INSERT INTO THEIRS VALUES (1)", "table-taken"],
		["UPDATE a JOIN theirs SET B = 1", "table-taken"],
	])("%s", (sql, code) => {
		expect(verdicts(sql)).toEqual([`foreign ocs/${code}`]);
	});

	it("is none where it also changes what no yes makes right", () => {
		expect(verdicts("UPDATE theirs JOIN hardware SET NAME = ''")).toEqual([
			"refused ocs/sql-on-ocs-table",
		]);
	});
});

describe("what no yes makes right", () => {
	it.each([
		"DROP TABLE `hardware`",
		"DROP TABLE a, Bios",
		"CREATE TRIGGER t BEFORE DELETE ON bios FOR EACH ROW SET @x = 1",
		"UPDATE a JOIN hardware ON a.ID = hardware.ID SET NAME = ''",
		"UPDATE a x, hardware y SET x.B = 1, y.NAME = ''",
		"UPDATE a x JOIN hardware y SET x.B = y.ID, NAME = ''",
		"UPDATE a AS h JOIN hardware AS a SET a.NAME = ''",
		"UPDATE a JOIN hardware h SET ocsweb.h.NAME = ''",
		"UPDATE (a x, (hardware y)) SET y.NAME = ''",
		"UPDATE hardware PARTITION (p) AS y JOIN a SET y.NAME = ''",
		"UPDATE a x JOIN (SELECT 1) z JOIN hardware y SET z.B = 1",
		"DELETE hardware FROM hardware JOIN a",
		"DELETE FROM a, hardware USING a, hardware",
		"DELETE FROM x USING a, hardware AS x",
		"DELETE FROM x USING a, hardware",
		"DELETE FROM hardware USING a JOIN hardware",
		"UPDATE a, .config SET TVALUE = 1",
		"RENAME TABLE a TO b, hardware TO a",
		"ALTER TABLE a EXCHANGE PARTITION p WITH TABLE hardware",
		"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN DELETE FROM hardware; END",
		"CREATE TRIGGER view AFTER INSERT ON a FOR EACH ROW DELETE FROM hardware",
		"CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO DELETE FROM accountinfo",
		"ANALYZE DELETE FROM hardware",
		"WITH x AS (SELECT 1) DELETE FROM hardware",
	])("%s: OCS's own tables", (sql) => {
		expect(verdicts(sql)).toEqual(["refused ocs/sql-on-ocs-table"]);
	});

	it.each([
		"CREATE TABLE IF NOT EXISTS graft_journal (position INT)",
		"INSERT INTO `Graft_Journal` VALUES (0, '')",
		"DROP TABLE a, graft_gone_1",
	])("%s: Graft's own tables", (sql) => {
		expect(verdicts(sql)).toEqual(["refused ocs/sql-on-graft-table"]);
	});

	it.each([
		"INSERT INTO other.a VALUES (1)",
		"INSERT INTO a SELECT * FROM a, `other db` . t",
		"INSERT INTO a SELECT * FROM (a JOIN other.t)",
		"INSERT INTO a VALUES ((SELECT x FROM other.t))",
		"CREATE TABLE a LIKE other.t",
	])("%s: another database", (sql) => {
		expect(verdicts(sql)).toEqual(["refused ocs/sql-other-database"]);
	});

	it.each([
		"GRANT ALL ON *.* TO a",
		"INSERT INTO a SELECT * FROM mysql . user",
		"INSERT INTO a VALUES (`load_file` ('/etc/passwd'))",
		"SELECT 1 INTO/**/OUTFILE '/tmp/x'",
		"LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE a",
		"CREATE TABLE a (ID INT) ENGINE='FEDERATED' CONNECTION='mysql://x'",
		"CREATE TABLE a (ID INT) ENGINE CONNECT",
		"CREATE TABLE a (ID INT) DATA DIRECTORY='/tmp'",
		"CREATE TABLE a (ID INT) UNION=(hardware)",
		"ALTER TABLE a ENGINE=CSV",
		"ALTER TABLE a IMPORT TABLESPACE",
		"SET STATEMENT max_statement_time=1 FOR DROP TABLE hardware",
		"SET NAMES gbk",
		"SET @a=1, sql_mode='ANSI_QUOTES'",
		"SET @@session.sql_mode = 'ANSI_QUOTES'",
		"USE mysql",
		"DELIMITER //",
		"BEGIN NOT ATOMIC EXECUTE IMMEDIATE 'DROP TABLE hardware'",
		"CREATE PROCEDURE p() BEGIN PREPARE s FROM 'DROP TABLE hardware'; EXECUTE s; END",
		"CREATE PROCEDURE view() PREPARE s FROM 'DROP TABLE hardware'",
		"CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW SET @x = 1; GRANT ALL ON *.* TO a",
	])("%s: more than tables", (sql) => {
		expect(verdicts(sql)).toEqual(["refused ocs/sql-forbidden"]);
	});

	it.each([
		"/*M! DROP TABLE a */",
		"DROP TABLE a /*!99999 , hardware */",
		"INSERT INTO /*!50701 a VALUES (1) -- */ hardware VALUES (1)",
		"DROP TABLE /*!123 a */",
	])("%s: what each server reads differently", (sql) => {
		expect(verdicts(sql)).toEqual(["refused ocs/sql-hidden"]);
	});

	it("stands behind other statements, comments and quotes too", () => {
		expect(verdicts("INSERT INTO a VALUES ('it''s; \\' -- '); DROP TABLE hardware;;")).toEqual([
			"insert",
			"refused ocs/sql-on-ocs-table",
		]);
		expect(verdicts("/*!40101 DROP TABLE hardware */")).toEqual(["refused ocs/sql-on-ocs-table"]);
		expect(verdicts("DROP TABLE a --\u00a0, hardware\n")).not.toEqual(["drop"]);
		expect(verdicts("dRoP/* a */tAbLe # x\n `HARDWARE`")).toEqual(["refused ocs/sql-on-ocs-table"]);
	});

	it("is found in each statement of a text, whose own text it keeps", () => {
		const texts = classifyStatements(" DROP TABLE a ; /* x */ DELETE FROM a;;", owners);
		expect(texts.map(({ text }) => text)).toEqual(["DROP TABLE a", "/* x */ DELETE FROM a"]);
	});
});

it("a database that is not known yet waits for a yes, and is seen once it is known", () => {
	const verdict = (database: string | null) =>
		classifyStatements("INSERT INTO ocsweb.a VALUES (1)", { ...owners, database })[0]?.verdict;
	expect(verdict(null)).toMatchObject({ is: "ask", code: "ocs/sql-other-database" });
	expect(verdict("ocsweb")).toMatchObject({ is: "allowed" });
	expect(verdict("other")).toMatchObject({ is: "refused" });
});

it("tables that are created are the extension's own, but for OCS's", () => {
	const install = [
		"CREATE TABLE b (ID INT); DROP TABLE b",
		"CREATE TABLE IF NOT EXISTS Bios (ID INT)",
	];
	expect(createdTables(install, owners)).toEqual(new Set(["b"]));
});
