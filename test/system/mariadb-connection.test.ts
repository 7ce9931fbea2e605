import { inspect } from "node:util";
import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import { openDatabase } from "@graft/core/databases/open-database";
import { usualPatience } from "@graft/core/databases/patience";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { countRows } from "../../packages/core/src/databases/count-rows.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

const password = "s3cret";
const about = noMariadb === undefined ? "" : ` (left out: ${noMariadb})`;

describe.skipIf(noMariadb)(`a session with a real MariaDB${about}`, () => {
	let server: Mariadb;
	let connection: DatabaseConnection;
	beforeAll(async () => {
		server = await startMariadb();
		await server.root(`create database place; create user 'graft'@'127.0.0.1' identified by '${password}';
			grant all on place.* to 'graft'@'127.0.0.1'`);
	});
	afterAll(() => server?.dispose());
	beforeEach(async () => {
		connection = await openDatabase(server.url("graft", password, "place"));
	});
	afterEach(() => connection?.close());

	const failure = (work: Promise<unknown>) =>
		work.then(
			() => expect.fail("it was done"),
			(error: unknown) => error as Error,
		);

	it("has the SQL mode that OCS's own sessions have", async () => {
		const [row] = await connection.query("select @@session.sql_mode as mode");
		expect(row).toEqual({ mode: "NO_ENGINE_SUBSTITUTION" });
		await connection.execute("create table short (name varchar(3))");
		// A strict session would refuse it, and with it what extensions bring.
		expect(await connection.execute("insert into short values ('longer')")).toEqual({
			affected: 1,
		});
	});

	it("gives values as they are stored", async () => {
		const [row] = await connection.query(
			"select 9007199254740993 as big, 1.10 as exact, cast('2026-01-02 03:04:05' as datetime) as moment, " +
				"b'1' as bit, x'00ff' as bytes, null as nothing, 'é☃😀' as words",
		);
		expect(row).toEqual({
			...{ big: 9007199254740993n, exact: "1.10", moment: "2026-01-02 03:04:05" },
			...{ bit: Buffer.from([1]), bytes: Buffer.from([0, 255]), nothing: null, words: "é☃😀" },
		});
	});

	it("takes values for what they are, whatever is in them", async () => {
		for (const value of ["'; drop table x; -- ", "\\", "\\'", '`"?', "\u0000\n", "☃"])
			expect(await connection.query("select ? as value", [value])).toEqual([{ value }]);
		expect(await connection.query("select '?' as mark")).toEqual([{ mark: "?" }]);
	});

	it("does one statement at a time", async () => {
		const error = await failure(
			connection.execute("create table one (id int); create table two (id int)"),
		);
		expect(error).toMatchObject({ kind: "refused" });
		expect(await connection.query("show tables like 'one'")).toEqual([]);
	});

	it("fails in the database's own words, made printable, and goes on", async () => {
		const missing = await failure(connection.execute("insert into nowhere values (1)"));
		expect(missing).toMatchObject({ name: "GraftError", kind: "refused" });
		expect(missing.message).toContain("Table 'place.nowhere' doesn't exist");
		const hostile = "signal sqlstate '45000' set message_text = 'no\u001b[31m\u202eway'";
		const { message } = await failure(connection.execute(hostile));
		expect(message).toContain("\\u{202e}way");
		expect(message).not.toContain("\u001b");
		expect(await connection.query("select 1 as one")).toEqual([{ one: 1 }]);
	});

	it("shows its password nowhere, not even inside of its errors", async () => {
		const wrong = server.url("graft", `${password}2`, "place");
		const errors = [
			await failure(connection.query("nonsense")),
			await failure(openDatabase(wrong)),
			await failure(openDatabase(server.url("graft", password, "elsewhere"))),
		];
		for (const error of errors)
			expect(inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true })).not.toContain(
				password,
			);
		expect(connection.label).toBe(`mysql://graft@127.0.0.1:${server.port}/place`);
	});

	it("tells rows by their bytes, also where everybody's sessions are to be careful", async () => {
		await server.root("set global sql_safe_updates = 1");
		const careful = await openDatabase(server.url("graft", password, "place"));
		await careful.execute("create table told (id varchar(9) primary key)");
		await careful.execute("insert into told values ('a'), ('b')");
		expect(await careful.execute("delete from told where binary id = 'a'")).toEqual({
			affected: 1,
		});
		await careful.close();
		await server.root("set global sql_safe_updates = default");
	});

	it("goes over a socket too", async () => {
		const over = `mysql://graft:${password}@localhost/place?socket=${server.socket}`;
		const error = await failure(openDatabase(over));
		// Known to the server from 127.0.0.1 only: that it was asked at all is what counts.
		expect(error.message).toContain("Access denied for user 'graft'@'localhost'");
	});

	it("refuses to go on unprotected where TLS was asked for", async () => {
		const error = await failure(openDatabase(`${server.url("graft", password, "place")}?tls=true`));
		expect(error).toMatchObject({ kind: "unreachable" });
		expect(error.message).toContain("ssl");
	});

	it("is lost when the server is silent for too long over a look, and waits for a change, and until rows are counted", async () => {
		const patience = { ...usualPatience, answerMs: 300 };
		const hasty = await openDatabase(server.url("graft", password, "place"), patience);
		await hasty.execute("do sleep(1)");
		await server.root("create algorithm=temptable view slow as select sleep(1) as one", "place");
		expect(await countRows(hasty, "slow")).toBe(1);
		const error = await failure(hasty.query("select sleep(60)"));
		expect(error).toMatchObject({ kind: "unreachable" });
		await hasty.close();
	});

	it("is lost when the server ends it, and says so from then on", async () => {
		const [row] = await connection.query("select connection_id() as id");
		await server.root(`kill ${row?.id}`);
		for (let turn = 0; turn < 2; turn += 1)
			expect(await failure(connection.query("select 1"))).toMatchObject({ kind: "unreachable" });
		await connection.close();
		await connection.close();
	});
});
