import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type {
	DatabaseConnection,
	Row,
} from "../../packages/core/src/databases/database-connection.ts";
import { openDatabase } from "../../packages/core/src/databases/open-database.ts";
import { asWritten } from "../../packages/core/src/databases/table-naming.ts";
import {
	classifyInstall,
	planSchema,
	type SchemaPlan,
} from "../../packages/core/src/drivers/sql/schema/plan-schema.ts";
import { readTable } from "../../packages/core/src/drivers/sql/schema/read-table.ts";
import type { Table } from "../../packages/core/src/drivers/sql/schema/table.ts";
import { wantedTables } from "../../packages/core/src/drivers/sql/schema/wanted-tables.ts";
import { ocsSystem } from "../../packages/core/src/platforms/ocs-inventory/activation/ocs-system.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

let server: Mariadb;
let database: DatabaseConnection;

/** The rights that OCS's own user has, no more. */
beforeAll(async () => {
	if (noMariadb !== undefined) return;
	server = await startMariadb();
	await server.root("create user ocs@'127.0.0.1' identified by 'ocs'");
	await server.root("grant all on ocsweb.* to ocs@'127.0.0.1'");
});

afterAll(async () => server?.dispose());

beforeEach(async () => {
	await server?.root("drop database if exists ocsweb");
	await server?.root("create database ocsweb character set utf8 collate utf8_bin");
	if (server === undefined) return;
	database = await openDatabase(server.url("ocs", "ocs", "ocsweb"));
	return () => database.close();
});

const show = async (statement: string): Promise<Table> => {
	const [row] = await database.query(statement);
	return readTable(String(row?.["Create Table"]));
};

const presentTables = async (): Promise<Map<string, Table>> => {
	const names = (await database.query("SHOW TABLES")).map((row) => String(Object.values(row)[0]));
	const tables = new Map<string, Table>();
	for (const name of names) tables.set(name, await show(`SHOW CREATE TABLE \`${name}\``));
	return tables;
};

const plan = async (install: readonly string[]): Promise<SchemaPlan> => {
	const present = await presentTables();
	const own = new Set([...present.keys(), "a", "b", "c"]);
	const owners = {
		system: ocsSystem,
		own,
		others: new Map<string, string>(),
		database: "ocsweb",
		naming: asWritten,
	};
	const wanted = new Map<string, Table>();
	for (const one of wantedTables(classifyInstall(install, owners))) {
		for (const sql of one.build) await database.execute(sql);
		wanted.set(one.table, await show(one.describe));
		await database.execute(one.drop);
	}
	return planSchema({ install, owners, present, wanted, accepted: [] });
};

const activate = async (install: readonly string[]): Promise<SchemaPlan> => {
	const planned = await plan(install);
	for (const { action, statement } of planned.steps) {
		expect(action).not.toBe("refuse");
		if (action !== "skip") await database.execute(statement);
	}
	return planned;
};

const rows = (sql: string): Promise<readonly Row[]> => database.query(sql);

const shownTable = async (): Promise<string> => {
	const [row] = await rows("SHOW CREATE TABLE a");
	return String(row?.["Create Table"]).replace(/ AUTO_INCREMENT=\d+/, "");
};

const takeBack = async ({ steps }: SchemaPlan): Promise<void> => {
	for (const { undo } of steps) if (undo !== null) await database.execute(undo);
};

describe.skipIf(noMariadb !== undefined)(
	`an upgrade on a real MariaDB${noMariadb === undefined ? "" : ` (${noMariadb})`}`,
	() => {
		const OLD =
			"CREATE TABLE a (ID INT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, NAME VARCHAR(20) NOT NULL, PRIMARY KEY (ID))";

		it("that adds and widens columns keeps the rows, and a second one has nothing to do", async () => {
			await activate([OLD, "INSERT INTO a (HARDWARE_ID, NAME) VALUES (7, 'x  '), (8, 'é')"]);
			const next = [
				"DROP TABLE a",
				"CREATE TABLE a (ID BIGINT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, NAME VARCHAR(255) DEFAULT 'it''s; ', SEEN DATETIME NOT NULL, KIND ENUM('a,b', 'c') DEFAULT 'a,b', PRIMARY KEY (ID), KEY h (HARDWARE_ID))",
				"ALTER TABLE a ADD COLUMN LATER TEXT",
				"INSERT INTO a (HARDWARE_ID, NAME) VALUES (1, 'seed')",
			];
			await activate(next);
			expect(await rows("SELECT * FROM a ORDER BY ID")).toMatchObject([
				{ ID: 1n, HARDWARE_ID: 7, NAME: "x  ", KIND: "a,b", LATER: null },
				{ ID: 2n, HARDWARE_ID: 8, NAME: "é", KIND: "a,b", LATER: null },
			]);
			const again = await plan(next);
			expect(again.steps.filter(({ action }) => action !== "skip")).toEqual([]);
			expect(again.kept).toEqual([]);
		});

		it("that narrows and leaves out columns keeps them, says so, and takes rows without them", async () => {
			await activate([OLD, "INSERT INTO a (HARDWARE_ID, NAME) VALUES (7, 'long enough')"]);
			const { kept } = await activate([
				"CREATE TABLE a (ID INT NOT NULL AUTO_INCREMENT, NAME VARCHAR(3) NOT NULL, PRIMARY KEY (ID))",
			]);
			expect(kept).toEqual([
				{
					table: "a",
					what: [
						"HARDWARE_ID is no longer needed: kept",
						"NAME stays varchar(20) instead of varchar(3)",
					],
				},
			]);
			await database.execute("SET sql_mode='STRICT_ALL_TABLES'");
			await database.execute("INSERT INTO a (NAME) VALUES ('new')");
			expect(await rows("SELECT HARDWARE_ID, NAME FROM a ORDER BY ID")).toEqual([
				{ HARDWARE_ID: 7, NAME: "long enough" },
				{ HARDWARE_ID: null, NAME: "new" },
			]);
		});

		it("that lets a unique key take NULL is undone with all keys in their order, also such as a foreign key needs", async () => {
			const create = (type: string) =>
				`CREATE TABLE a (A ${type}, B INT NOT NULL, C INT NOT NULL, UNIQUE KEY x (A), UNIQUE KEY y (B), UNIQUE KEY z (C)) ENGINE=INNODB`;
			await activate([create("INT NOT NULL"), "INSERT INTO a VALUES (1, 1, 1)"]);
			await database.execute("CREATE TABLE p (ID INT NOT NULL PRIMARY KEY) ENGINE=INNODB");
			await database.execute("INSERT INTO p VALUES (1)");
			await database.execute("ALTER TABLE a ADD CONSTRAINT f FOREIGN KEY (B) REFERENCES p (ID)");
			const before = await shownTable();
			const changed = await activate([create("INT NULL")]);
			expect(await shownTable()).not.toBe(before);
			await takeBack(changed);
			expect(await shownTable()).toBe(before);
		});

		it("that changes a key takes the rows that the new key takes", async () => {
			await activate([
				"CREATE TABLE a (HARDWARE_ID INT NOT NULL, NAME VARCHAR(9) NOT NULL, PRIMARY KEY (HARDWARE_ID))",
			]);
			await database.execute("INSERT INTO a VALUES (1, 'x'), (2, 'y')");
			await activate([
				"CREATE TABLE a (ID INT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, NAME VARCHAR(9) NOT NULL, PRIMARY KEY (ID, HARDWARE_ID))",
			]);
			await database.execute("INSERT INTO a (HARDWARE_ID, NAME) VALUES (1, 'z')");
			expect(await rows("SELECT * FROM a ORDER BY ID")).toEqual([
				{ ID: 1, HARDWARE_ID: 1, NAME: "x" },
				{ ID: 2, HARDWARE_ID: 2, NAME: "y" },
				{ ID: 3, HARDWARE_ID: 1, NAME: "z" },
			]);
		});

		it("that makes a column unique leaves rows that offend it, and says so", async () => {
			await activate([OLD, "INSERT INTO a (HARDWARE_ID, NAME) VALUES (1, 'x'), (1, 'x')"]);
			const { kept } = await activate([`${OLD.slice(0, -1)}, UNIQUE KEY u (HARDWARE_ID))`]);
			expect(kept).toMatchObject([
				{ what: [expect.stringContaining("key u (HARDWARE_ID) is not made")] },
			]);
			expect(await rows("SELECT * FROM a")).toHaveLength(2);
		});

		it("that changes engine and character set leaves them, and says so", async () => {
			await activate([
				`${OLD} ENGINE=MyISAM DEFAULT CHARSET=latin1`,
				"INSERT INTO a (HARDWARE_ID, NAME) VALUES (1, 'é')",
			]);
			const { steps, kept } = await activate([`${OLD} ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`]);
			expect(steps.map(({ action }) => action)).toEqual(["skip"]);
			expect(kept[0]?.what).toEqual(
				expect.arrayContaining([
					"the engine stays MyISAM instead of InnoDB",
					"the character set stays latin1 instead of utf8mb4",
				]),
			);
			expect(await rows("SELECT NAME FROM a")).toEqual([{ NAME: "é" }]);
		});

		it("that renames or splits a table keeps the old one with its rows", async () => {
			await activate([OLD, "INSERT INTO a (HARDWARE_ID, NAME) VALUES (1, 'x')"]);
			const { kept } = await activate([
				"DROP TABLE a",
				"DROP TABLE b",
				OLD.replace("TABLE a", "TABLE b"),
				"CREATE TABLE c (ID INT)",
			]);
			expect(kept).toMatchObject([{ table: "a" }]);
			expect([...(await presentTables()).keys()]).toEqual(["a", "b", "c"]);
			expect(await rows("SELECT NAME FROM a")).toEqual([{ NAME: "x" }]);
		});

		it("makes no key that the server would cut short, and widens the column all the same", async () => {
			await activate(["CREATE TABLE a (NAME VARCHAR(5)) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4"]);
			const next = ["CREATE TABLE a (NAME VARCHAR(255), KEY n (NAME)) DEFAULT CHARSET=latin1"];
			await activate(next);
			const { columns, keys } = await show("SHOW CREATE TABLE a");
			expect(columns).toMatchObject([{ type: "varchar(255)", charset: "utf8mb4" }]);
			expect(keys).toEqual([]);
			expect((await plan(next)).steps.map(({ action }) => action)).toEqual(["skip"]);
		});

		it("leaves nothing of its questions behind", async () => {
			await activate([OLD]);
			await plan([OLD]);
			expect([...(await presentTables()).keys()]).toEqual(["a"]);
		});
	},
);

/** A type, and values that it holds as they are written here. */
const TYPES: readonly (readonly [string, readonly string[]])[] = [
	["TINYINT", ["-128", "127"]],
	["TINYINT UNSIGNED", ["0", "255"]],
	["INT", ["-2147483648", "2147483647"]],
	["INT(5) UNSIGNED", ["4294967295"]],
	["BIGINT", ["-9223372036854775808"]],
	["BIGINT UNSIGNED", ["18446744073709551615"]],
	["DECIMAL(6,2)", ["-9999.99", "0.50"]],
	["DECIMAL(20,0)", ["18446744073709551615"]],
	["CHAR(5)", ["'ab'", "'é ü'"]],
	["VARCHAR(5)", ["'a  '", "''", "'it''s'"]],
	["VARCHAR(20)", ["'-123456789012345678 '"]],
	["VARCHAR(255) CHARACTER SET latin1", ["'ÿé'"]],
	["VARCHAR(100) CHARACTER SET utf8mb4", ["'😀'"]],
	["TINYTEXT", ["'tiny '"]],
	["TEXT", ["REPEAT('é', 30000)"]],
	["LONGTEXT", ["REPEAT('x', 70000)"]],
	["VARBINARY(9)", ["X'00ff20'"]],
	["BLOB", ["X'0000'"]],
	["BINARY(4)", ["X'0100'"]],
	["DATE", ["'2024-02-29'", "'0000-00-00'"]],
	["DATETIME", ["'2024-02-29 23:59:59'"]],
	["DATETIME(3)", ["'2024-02-29 23:59:59.123'"]],
	["TIME", ["'-838:59:59'"]],
	["YEAR", ["2024"]],
	["FLOAT", ["0.5"]],
	["DOUBLE", ["0.1"]],
	["ENUM('b','a,''c')", ["'b'", "'a,''c'"]],
	["ENUM('a,''c','x','b')", ["'x'"]],
	["BIT(3)", ["b'101'"]],
	["BOOLEAN", ["1"]],
];

const column = fc.record({
	type: fc.constantFrom(...TYPES),
	isNull: fc.boolean(),
	key: fc.constantFrom("", "", "KEY", "UNIQUE KEY", "PRIMARY KEY"),
});
const NAMES = ["A", "b c", "D`q", "É"];
const schema = fc.record({
	columns: fc.dictionary(fc.constantFrom(...NAMES), column, { minKeys: 1 }),
	isCounted: fc.boolean(),
	engine: fc.constantFrom("InnoDB", "MyISAM"),
	charset: fc.constantFrom("latin1", "utf8", "utf8mb4"),
});
type Schema = typeof schema extends fc.Arbitrary<infer Value> ? Value : never;

const quoted = (name: string) => `\`${name.replaceAll("`", "``")}\``;

function createOf({ columns, isCounted, engine, charset }: Schema): string {
	const entries = Object.entries(columns);
	const primary = isCounted ? -1 : entries.findIndex(([, { key }]) => key === "PRIMARY KEY");
	const lines = entries.map(([name, { type, isNull }], index) => {
		const isNullable = isNull && index !== primary;
		return `${quoted(name)} ${type[0]} ${isNullable ? "NULL" : "NOT NULL"}`;
	});
	const keys = entries.flatMap(([name, { key, type }], index) => {
		const isLong = /TEXT|BLOB/.test(type[0]);
		const kind = key === "PRIMARY KEY" && index !== primary ? "KEY" : key;
		return kind === "" ? [] : [`${kind} (${quoted(name)}${isLong ? "(9)" : ""})`];
	});
	const counter = isCounted ? ["ID INT NOT NULL AUTO_INCREMENT", "PRIMARY KEY (ID)"] : [];
	return `CREATE TABLE a (${[...lines, ...counter, ...keys].join(", ")}) ENGINE=${engine} DEFAULT CHARSET=${charset}`;
}

/** Row by row the values that the types can hold; fewer where a key refuses one. */
function insertsOf({ columns }: Schema): readonly string[] {
	const entries = Object.entries(columns);
	const most = Math.max(...entries.map(([, { type }]) => type[1].length));
	const valuesOf = (row: number) =>
		entries.map(([, { type, isNull, key }]) =>
			isNull && row === most && key !== "PRIMARY KEY" ? "NULL" : type[1][row % type[1].length],
		);
	const names = entries.map(([name]) => quoted(name)).join(", ");
	return Array.from(
		{ length: most + 1 },
		(_, row) => `INSERT IGNORE INTO a (${names}) VALUES (${valuesOf(row).join(", ")})`,
	);
}

/** Numbers are compared as numbers: 0.50 and 0.5 are the same value. */
function plain(value: unknown): string {
	if (value instanceof Uint8Array) return Buffer.from(value).toString("hex");
	const text = String(value);
	return /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, "") : text;
}

describe.skipIf(noMariadb !== undefined)("an upgrade between any two schemas", () => {
	it("keeps every row and value, also on the way back, ends with every wanted column, and is done once", async () => {
		await fc.assert(
			fc.asyncProperty(schema, schema, async (old, next) => {
				await database.execute("DROP TABLE IF EXISTS a");
				await database.execute(createOf(old));
				for (const sql of insertsOf(old)) await database.execute(sql);
				const columns = [...Object.keys(old.columns), ...(old.isCounted ? ["ID"] : [])];
				const select = `SELECT ${columns.map(quoted).join(", ")} FROM a`;
				const values = async () =>
					(await rows(select)).map((row) => Object.values(row).map(plain).join("|")).sort();
				const before = await values();
				const text = await shownTable();
				await takeBack(await activate([createOf(next)]));
				expect(await values()).toEqual(before);
				expect(await shownTable()).toBe(text);
				await activate([createOf(next)]);
				expect(await values()).toEqual(before);
				const after = (await presentTables()).get("a")?.columns.map(({ name }) => name);
				const wanted = [...Object.keys(next.columns), ...(next.isCounted ? ["ID"] : [])];
				expect(after).toEqual(expect.arrayContaining(wanted));
				const again = await plan([createOf(next)]);
				expect(again.steps.map(({ action }) => action)).toEqual(["skip"]);
			}),
			{ numRuns: 100 },
		);
	});
});
