import { describe, expect, it } from "vitest";
import { readSchema } from "../../../platforms/ocs-inventory/parse/schema.ts";
import { readStatements } from "./sql-statements.ts";

const plain = (name: string) => ({ schema: "", name });

describe("a statement", () => {
	it("that creates a table gives its columns, without keys", () => {
		const sql = `CREATE TABLE IF NOT EXISTS \`Ab\` ( -- one, two
			\`ID\` INT(11) NOT NULL, # (
			NAME ENUM('a,b', "c)") DEFAULT 'x', /* KEY */ DATE DATE,
			PRIMARY KEY (\`ID\`, NAME), INDEX i (NAME), CHECK (JSON_VALID(NAME))) ENGINE=InnoDB;`;
		expect(readStatements(sql)).toEqual([
			{ kind: "create", table: plain("Ab"), ifNotExists: true, columns: ["ID", "NAME", "DATE"] },
		]);
	});

	it("that copies a table has columns that cannot be told", () => {
		expect(readStatements("CREATE TABLE a LIKE b")).toMatchObject([{ columns: null }]);
		expect(readStatements("CREATE TABLE a (ID INT) SELECT * FROM b")).toMatchObject([
			{ columns: null },
		]);
	});

	it("that drops names its tables, with their database", () => {
		expect(readStatements("DROP TABLE IF EXISTS `a` , ocs.b;")).toEqual([
			{ kind: "drop", ifExists: true, tables: [plain("a"), { schema: "ocs", name: "b" }] },
		]);
		expect(readStatements("DROP TABLE IF `a`")).toEqual([{ kind: "unknown" }]);
	});

	it.each([
		["INSERT INTO `a` (B) VALUES ('x;y')", "insert"],
		["UPDATE a SET b = 1", "change"],
		["DELETE FROM a", "change"],
		["TRUNCATE TABLE a", "change"],
		["CREATE UNIQUE INDEX i ON a (B)", "index"],
	])("%s is about its table", (sql, kind) => {
		expect(readStatements(sql)).toEqual([{ kind, tables: [plain("a")] }]);
	});

	it.each([
		"GRANT ALL ON *.* TO 'a'@'%'",
		"SET GLOBAL general_log = 1",
		"CREATE USER a",
		"drop database ocsweb",
		"SELECT 'x' INTO OUTFILE '/tmp/x'",
		"INSERT INTO a VALUES (LOAD_FILE('/etc/passwd'))",
		"/*!50000 GRANT ALL ON *.* TO a */",
		"LOAD DATA INFILE '/etc/passwd' INTO TABLE a",
	])("%s is forbidden", (sql) => {
		expect(readStatements(sql)).toEqual([{ kind: "forbidden" }]);
	});

	it("that stores code is one, with all its semicolons", () => {
		const sql = "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN DELETE FROM b; END;";
		expect(readStatements(sql)).toEqual([{ kind: "stored-code" }]);
	});

	it("ends at a semicolon outside of quotes", () => {
		expect(readStatements("DROP TABLE a; DROP TABLE b ;; ")).toHaveLength(2);
		expect(readStatements(`INSERT INTO a VALUES (';', ";", 'it''s; \\'') ;`)).toHaveLength(1);
	});
});

describe("the schema", () => {
	it("is what is there after all statements", () => {
		const schema = readSchema([
			"DROP TABLE a",
			"CREATE TABLE a (ID INT, KEY (ID))",
			"ALTER TABLE a ADD COLUMN B INT, ADD c INT AFTER B, ADD KEY (B)",
			"CREATE TABLE gone (ID INT)",
			"DROP TABLE gone",
			"CREATE TABLE other (ID INT)",
			"ALTER TABLE other CHANGE ID NO INT",
		]);
		expect(schema).toEqual(
			new Map([
				["a", new Set(["id", "b", "c"])],
				["other", null],
			]),
		);
	});
});
