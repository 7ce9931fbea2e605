import { spawn } from "node:child_process";
import { once } from "node:events";
import { userInfo } from "node:os";
import { exportTables } from "@graft/core/databases/export-tables";
import { openDatabase } from "@graft/core/databases/open-database";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

const about = noMariadb === undefined ? "" : ` (left out: ${noMariadb})`;

describe.skipIf(noMariadb)(`an export of tables${about}`, () => {
	let server: Mariadb;
	beforeAll(async () => {
		server = await startMariadb(["--default-time-zone=+05:30"]);
		await server.root(
			"create user 'ocs'@'127.0.0.1' identified by 'x'; grant all on *.* to 'ocs'@'127.0.0.1'",
		);
	});
	afterAll(() => server?.dispose());

	const open = () => openDatabase(server.url("ocs", "x", "source"));
	const empty = (...names: string[]) =>
		server.root(
			names
				.flatMap((name) => [
					`drop database if exists ${name}`,
					`create database ${name} character set utf8mb4`,
				])
				.join(";"),
		);
	/** By the program that administrators have. */
	const restore = async (sql: string) => {
		const flags = ["--no-defaults", `--socket=${server.socket}`, `--user=${userInfo().username}`];
		const client = spawn("/usr/bin/mariadb", [...flags, "copy"], {
			stdio: ["pipe", "ignore", "pipe"],
		});
		let said = "";
		client.stderr.setEncoding("utf8").on("data", (text) => {
			said += text;
		});
		client.stdin.end(sql);
		await once(client, "close");
		expect(said).toBe("");
	};
	const exported = async (...tables: string[]) => {
		const connection = await open();
		try {
			let text = "";
			for await (const part of exportTables(connection, tables, ["made by\na test"])) text += part;
			return text;
		} finally {
			await connection.close();
		}
	};
	const same = async (table: string) => {
		const [[, before] = [], [, after] = []] = await server.root(
			`checksum table source.${table}, copy.${table}`,
		);
		expect(after).toBe(before);
		const definition = async (database: string) =>
			(await server.root(`show create table ${database}.${table}`))[0]?.[1];
		expect(await definition("copy")).toBe(await definition("source"));
	};

	it("makes the same rows again, of whatever type", async () => {
		await empty("source");
		await server.root(`create table source.\`all\` (${columns.map(([c]) => c).join(", ")})`);
		const connection = await open();
		const insert = `INSERT INTO \`all\` (${columns.map(([c]) => c.split(" ")[0]).join(", ")}) VALUES `;
		const marks = `(${columns.map(() => "?").join(",")})`;
		await fc.assert(
			fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 30 }), async (rows) => {
				await connection.execute("DELETE FROM `all`");
				await connection.execute(insert + rows.map(() => marks).join(","), rows.flat());
				await empty("copy");
				await restore(await exported("all"));
				await same("`all`");
			}),
			{ numRuns: 15 },
		);
		await connection.close();
	});

	it("leaves out what the server computes, and keeps odd names, noughts as numbers, and who refers to whom", async () => {
		await empty("source", "copy");
		await server.root(
			[
				"create table parent (id int primary key, `a``b ☃` varchar(9) default 'x')",
				"create table child (id int auto_increment primary key, parent int, twice int as (parent * 2) stored, foreign key (parent) references parent (id))",
				"insert into parent values (7, 'y')",
				"set sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
				"insert into child (id, parent) values (0, 7), (5, null)",
				"create table `odd``name` (a int)",
				"insert into `odd``name` values (1)",
			].join(";"),
			"source",
		);
		await restore(await exported("child", "parent", "odd`name"));
		for (const table of ["child", "parent", "`odd``name`"]) await same(table);
	});

	it("is of one moment, in statements below 1 MB, however many rows there are", async () => {
		await empty("source", "copy");
		await server.root(
			"create table many (id int primary key, word varchar(100)) select seq as id, repeat('ä', 20) as word from seq_1_to_60000; create table late (id int) engine=InnoDB",
			"source",
		);
		const connection = await open();
		const parts: string[] = [];
		for await (const part of exportTables(connection, ["many", "late"], [])) {
			if (parts.length === 1) await server.root("insert into source.late values (1)");
			parts.push(part);
		}
		await connection.close();
		const inserts = parts.filter((part) => part.startsWith("INSERT"));
		expect(inserts.length).toBeGreaterThan(2);
		for (const each of inserts) expect(Buffer.byteLength(each)).toBeLessThan(2 ** 20);
		await restore(parts.join(""));
		await same("many");
		expect(await server.root("select count(*) from copy.late")).toEqual([["0"]]);
	});

	it("ends as unreachable where the connection is lost on the way", async () => {
		await empty("source");
		await server.root(
			"create table many select seq as id, repeat('x', 200) as word from seq_1_to_60000",
			"source",
		);
		const connection = await open();
		const [{ id } = {}] = await connection.query("select connection_id() as id");
		const read = async () => {
			for await (const part of exportTables(connection, ["many"], []))
				if (part.includes("CREATE TABLE")) await server.root(`kill ${id}`);
		};
		await expect(read()).rejects.toMatchObject({ kind: "unreachable" });
		await connection.close();
	});

	it("may be given up half-way", async () => {
		await empty("source");
		await server.root("create table many select seq as id from seq_1_to_300000", "source");
		const connection = await open();
		for await (const part of exportTables(connection, ["many"], []))
			if (part.startsWith("INSERT")) break;
		await expect(connection.query("select 1")).rejects.toMatchObject({ kind: "unreachable" });
		await connection.close();
	});
});

const text = fc.string({ unit: "binary", maxLength: 40 });
const float = fc.float({ noNaN: true, noDefaultInfinity: true });
const double = fc.double({ noNaN: true, noDefaultInfinity: true });
const bytes = (maxLength: number) => fc.uint8Array({ maxLength }).map((each) => Buffer.from(each));
const two = (value: number) => String(value).padStart(2, "0");
const moment = fc
	.date({
		min: new Date("1970-01-02T00:00:00Z"),
		max: new Date("2037-12-31T00:00:00Z"),
		noInvalidDate: true,
	})
	.map((date) => date.toISOString().replace("T", " ").replace("Z", "123"));
const clock = fc
	.tuple(fc.integer({ min: -838, max: 838 }), fc.nat(59), fc.nat(59))
	.map(([hours, minutes, seconds]) => `${hours}:${two(minutes)}:${two(seconds)}`);
const decimal = fc
	.tuple(fc.bigInt({ min: -(10n ** 35n) + 1n, max: 10n ** 35n - 1n }), fc.nat(999))
	.map(([whole, part]) => `${whole}.${String(part).padStart(3, "0")}`);

const columns: readonly [column: string, value: fc.Arbitrary<unknown>][] = [
	["c01 tinyint", fc.integer({ min: -128, max: 127 })],
	["c02 bigint", fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })],
	["c03 bigint unsigned", fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })],
	["c04 int(8) unsigned zerofill", fc.nat()],
	["c05 decimal(38,3)", decimal],
	["c06 decimal(30,0)", fc.bigInt({ min: 0n, max: 10n ** 30n - 1n }).map(String)],
	["c07 float", float],
	["c08 double", double],
	["c09 bit(1)", bytes(1)],
	["c10 bit(64)", bytes(8)],
	["c11 varchar(80)", text],
	["c12 longtext", text],
	["c13 varchar(80) character set latin1", fc.string({ maxLength: 40 })],
	["c14 varbinary(40)", bytes(40)],
	["c15 binary(5)", bytes(5)],
	["c16 longblob", bytes(300)],
	["c17 enum('a','it''s','')", fc.constantFrom("a", "it's", "")],
	["c18 set('a','b','c')", fc.constantFrom("", "a", "a,c")],
	["c19 json", fc.json()],
	["c20 date", moment.map((value) => value.slice(0, 10))],
	["c21 datetime(6)", moment],
	["c22 timestamp(6) null", moment],
	["c23 time", clock],
	["c24 year", fc.constantFrom(0, 1901, 2000, 2155)],
	["c25 datetime", fc.constant("0000-00-00 00:00:00")],
	["c26 point", bytes(8).map(() => Buffer.from(point))],
	["c27 inet6", fc.constantFrom("::1", "2001:db8::1")],
	["c28 uuid", fc.uuid()],
];
/** SRID, then the well-known binary form of POINT(1 2). */
const point = Buffer.from("000000000101000000000000000000f03f0000000000000040", "hex");

const row = fc.tuple(
	...columns.map(([, value]) => fc.option(value, { freq: 8, nil: null })),
) as fc.Arbitrary<(string | number | bigint | Uint8Array | null)[]>;
