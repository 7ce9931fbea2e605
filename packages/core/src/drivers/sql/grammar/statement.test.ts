import { describe, expect, it } from "vitest";
import { sqlTokens } from "../parse/sql-tokens.ts";
import { tableReferences } from "../parse/table-references.ts";
import { understand } from "./statement.ts";

const deedOf = (sql: string) => understand(sqlTokens(sql)).deed;

describe("what extensions write", () => {
	it.each([
		[
			"CREATE TABLE IF NOT EXISTS `a` (\n `ID` INT(11) NOT NULL AUTO_INCREMENT,\n `N` VARCHAR(255)  NULL DEFAULT NULL,\n `DATE` DATE NOT NULL, PATH TEXT DEFAULT NULL, VALUE FLOAT, `DATA` JSON NOT NULL,\n CHECK (JSON_VALID(DATA)), PRIMARY KEY  (`ID`,`N`), INDEX `N` (`N`(20)))  ENGINE=INNODB ",
			"create",
		],
		["CREATE TABLE a(ID INT) COLLATE='utf8_general_ci' ENGINE=INNODB ROW_FORMAT=DEFAULT", "create"],
		[
			"CREATE TABLE a (ID INTEGER(11) UNSIGNED, D DATETIME DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, S TIMESTAMP(3) DEFAULT NOW(3), E ENUM('x','y') CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'x' COMMENT 'it''s', B BIT(1) DEFAULT b'0', M DECIMAL(5,2) DEFAULT -1.5) AUTO_INCREMENT=5, COMMENT 'x'",
			"create",
		],
		[
			"CREATE TABLE a (ID INT, FOREIGN KEY (ID) REFERENCES b (ID) ON DELETE SET NULL ON UPDATE CASCADE)",
			"create",
		],
		[
			"CREATE TABLE a (Y INT) PARTITION BY RANGE (Y) (PARTITION p VALUES LESS THAN MAXVALUE)",
			"create",
		],
		["CREATE TABLE a LIKE b", "create"],
		["DROP TABLE IF EXISTS `a` , `b`", "drop"],
		["CREATE INDEX D ON `a`(D)", "index"],
		["CREATE UNIQUE INDEX i USING BTREE ON a (D DESC, `E`(3)) COMMENT 'x'", "index"],
		["DROP INDEX i ON a", "index"],
		[
			"ALTER TABLE a ADD COLUMN (B INT, C TEXT), DROP b, MODIFY c INT AFTER d, ENGINE=InnoDB",
			"alter",
		],
		["ALTER TABLE a CHANGE `b` `c` TEXT, ADD UNIQUE KEY u (c(9)), ALTER d SET DEFAULT 1", "alter"],
		["ALTER TABLE a CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", "alter"],
		["INSERT INTO `a` (X,Y) VALUES ('30','€'), (NULL, -1)", "insert"],
		["INSERT IGNORE a SET X = CONCAT('a', 1), Y = DEFAULT", "insert"],
		["INSERT INTO a () VALUES ()", "insert"],
		["INSERT INTO a (`Größe (%)`) VALUES (1)", "insert"],
		[
			"INSERT INTO a (N) SELECT * FROM (SELECT 'x') AS t WHERE NOT EXISTS (SELECT N FROM a WHERE N = 'x') LIMIT 1",
			"insert",
		],
		[
			"REPLACE INTO a SELECT DISTINCT x.*, COUNT(*) FROM b x LEFT JOIN a y USING (ID) GROUP BY 1",
			"insert",
		],
		[
			"UPDATE a SET N = CASE WHEN D < NOW() - INTERVAL 1 DAY THEN 1 ELSE N + 1 END LIMIT 3",
			"update",
		],
		[
			"UPDATE a x, b SET x.N = b.N WHERE x.ID = b.ID AND (x.N IS NULL OR b.N NOT LIKE 'x%')",
			"update",
		],
		["DELETE FROM a WHERE D BETWEEN 1 AND 2 OR N IN ('a', 'b')", "delete"],
		["DELETE x, y.* FROM a x INNER JOIN b y ON x.ID = y.ID", "delete"],
	])("is understood: %s", (sql, deed) => {
		expect(deedOf(sql)).toBe(deed);
	});
});

describe("what is not known word by word", () => {
	it.each([
		["a value that has to be reckoned", "CREATE TABLE a (ID INT DEFAULT (1 + 1))"],
		["a column that is reckoned", "CREATE TABLE a (ID INT, N INT AS (ID + 1))"],
		["rows of a query", "CREATE TABLE a (ID INT) SELECT 1"],
		["a column that could be a LIKE", "CREATE TABLE a (LIKE text)"],
		["another name", "ALTER TABLE a RENAME = b"],
		["a word at the end", "DELETE FROM a RETURNING ID"],
		["a lock", "INSERT INTO a SELECT 1 FROM b FOR UPDATE"],
		["a function of somebody's", "UPDATE a SET N = drain()"],
		["one that a stored one could stand for", "UPDATE a SET N = NOW ()"],
		["one in back quotes", "UPDATE a SET N = `NOW`()"],
		["one of a database", "UPDATE a SET N = ocsweb.NOW()"],
		["one that waits", "UPDATE a SET N = MASTER_GTID_WAIT('0-1-1', 99)"],
		["a pattern", "DELETE FROM a WHERE N REGEXP '(x+)+y'"],
		["a variable", "UPDATE a SET N = @@version"],
		["a name beyond ASCII", "INSERT INTO a (é) VALUES (1)"],
		["a table's name beyond ASCII", "DROP TABLE `é`"],
		["a file's name", "DROP TABLE `#mysql50#hardware`"],
		["a number that is glued", "UPDATE a x JOIN b y ON 1e0JOIN b SET x.N = 1"],
		["a character nobody sees", "DROP TABLE\u00a0a"],
		[
			"more parentheses than anybody writes",
			`UPDATE a SET N = ${"(".repeat(60)}1${")".repeat(60)}`,
		],
	])("is not understood: %s", (_what, sql) => {
		expect(deedOf(sql)).toBeNull();
	});
});

/** How often a reader looks at a token. */
function looks(sql: string, read: (tokens: ReturnType<typeof sqlTokens>) => unknown): number {
	let count = 0;
	const counting = new Proxy(sqlTokens(sql), {
		get(tokens, key) {
			if (typeof key === "string" && /^\d+$/.test(key)) count += 1;
			return Reflect.get(tokens, key) as unknown;
		},
	});
	read(counting);
	return count;
}

it.each([
	["CREATE INDEX i ", "ON "],
	["CREATE TABLE a ", "LIKE "],
	["INSERT INTO a VALUES (1)", ", (1, NOW())"],
	["UPDATE a SET N = 1", " + 1 AND (1)"],
	["DELETE a FROM a", " JOIN b"],
	["DELETE a", ", a"],
	["CREATE TABLE a (B INT", ", C INT NOT NULL"],
])("a statement of any length is read once: %s%s…", (first, more) => {
	for (const read of [understand, tableReferences]) {
		const short = looks(first + more.repeat(100), read);
		const long = looks(first + more.repeat(1_000), read);
		expect(long).toBeLessThan(Math.max(short, 1_000) * 12);
	}
});
