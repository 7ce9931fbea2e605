import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { openDatabase } from "../../packages/core/src/databases/open-database.ts";
import { asWritten } from "../../packages/core/src/databases/table-naming.ts";
import { GraftError } from "../../packages/core/src/domain/errors.ts";
import type { Deed } from "../../packages/core/src/drivers/sql/grammar/statement.ts";
import { classifyStatements } from "../../packages/core/src/drivers/sql/schema/classify-statements.ts";
import { ocsSystem } from "../../packages/core/src/platforms/ocs-inventory/activation/ocs-system.ts";
import { statements } from "../builders/sql-statements.ts";
import { makeUser, openPlace } from "./database-place.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

const own = new Set(["a", "b", "my table"]);
const owners = {
	system: ocsSystem,
	own,
	others: new Map(),
	database: "ocsweb",
	naming: asWritten,
	views: new Set(["seen"]),
};
/** As many as there is time for: what they show is counted. */
const effort = { numRuns: 500, interruptAfterTimeLimit: 120_000 };

const COLUMNS = "(ID INT, NAME VARCHAR(20), AMOUNT INT)";
const CANARIES = ["ocsweb.hardware", "ocsweb.config", "other.kept"];

let server: Mariadb;
let session: DatabaseConnection;
let watcher: DatabaseConnection;

beforeAll(async () => {
	if (noMariadb !== undefined) return;
	server = await startMariadb();
	await makeUser(server);
	await server.root(
		`create user watcher@'127.0.0.1' identified by 'x'; grant all on *.* to watcher@'127.0.0.1';
		create database ocsweb character set utf8mb4; create database other; grant all on other.* to ocs@'127.0.0.1'`,
	);
	for (const name of CANARIES)
		await server.root(`create table ${name} ${COLUMNS}; insert into ${name} values (1, 'x', 1)`);
	await server.root(
		"create view seen as select * from hardware; create sequence counted; create function drain() returns int return 1",
		"ocsweb",
	);
	session = await openPlace(server);
	watcher = await openDatabase(server.url("watcher", "x", "ocsweb"));
	await session.query("select get_lock('kept', 0)");
});

afterAll(async () => {
	await session?.close();
	await watcher?.close();
	await server?.dispose();
});

/** As far as a statement that is only about own tables has nothing to do with it. */
async function canaries(): Promise<unknown> {
	return [
		await watcher.query(`checksum table ${CANARIES.join(", ")}`),
		await watcher.query(
			"select table_schema, table_name, create_time from information_schema.tables where table_schema in ('ocsweb', 'other') and table_name not in ('a', 'b', 'my table') order by 1, 2",
		),
		await watcher.query("select is_used_lock('kept') is null as isFree"),
	];
}

/** What the server opened since, in the databases that the session may see, and stored code that it looked for. */
async function opened(): Promise<readonly string[]> {
	const rows = await watcher.query("show open tables");
	return rows
		.map(({ Database: database, Table: name }) => `${database}.${name}`)
		.filter((name) => /^(ocsweb|other)\.|^mysql\.proc$/.test(name))
		.filter((name) => !own.has(name.replace("ocsweb.", "")));
}

async function makeOwn(deed: Deed | null): Promise<void> {
	const names = [...own].map((name) => `\`${name}\``);
	// One that is there is no reason to make it.
	if (deed === "create") await watcher.execute(`drop table if exists ${names.join(", ")}`);
	else
		for (const name of names)
			await watcher.execute(`create or replace table ${name} ${COLUMNS} select 1 as ID`);
}

/** What it opens, and whether the server did it; its rows are taken back. */
async function run(sql: string): Promise<{ others: readonly string[]; isDone: boolean }> {
	await session.execute("begin");
	await watcher.execute("flush tables");
	const isDone = await isTaken(session.execute(sql));
	const others = await opened();
	await session.execute("rollback");
	return { others, isDone };
}

const about = noMariadb === undefined ? "" : ` (${noMariadb})`;

describe.skipIf(noMariadb !== undefined)(`a statement that is allowed${about}`, () => {
	it("opens own tables only, whatever it was made to look like", async () => {
		const count = { all: 0, allowed: 0, done: 0 };
		const before = await canaries();
		let former: Deed | null = null;
		const allowed = (text: string) =>
			classifyStatements(text, owners).flatMap(({ text: sql, verdict }) =>
				verdict.is === "allowed" ? [{ sql, deed: verdict.deed }] : [],
			);
		await fc.assert(
			fc.asyncProperty(statements, async (text) => {
				count.all += 1;
				for (const { sql, deed } of allowed(text)) {
					count.allowed += 1;
					if (!areRows(deed) || !areRows(former)) await makeOwn(deed);
					former = deed;
					const { others, isDone } = await run(sql);
					if (isDone) count.done += 1;
					expect(others, sql).toEqual([]);
					expect(await canaries(), sql).toEqual(before);
				}
			}),
			effort,
		);
		expect(count.allowed).toBeGreaterThan(20);
		// Where next to nothing was allowed and done, nothing was shown.
		expect(count.allowed / count.all).toBeGreaterThan(0.25);
		expect(count.done / count.allowed).toBeGreaterThan(0.4);
	}, 600_000);

	it.each([
		["UPDATE a x JOIN hardware h ON 1e0JOIN config SET x.ID = 2", ["config", "hardware"]],
		["INSERT INTO a (ID) SELECT ID FROM seen", ["hardware", "seen"]],
		["CREATE TABLE c LIKE hardware", ["hardware"]],
	])("would be seen to open more: %s", async (sql, names) => {
		await makeOwn(null);
		const { others, isDone } = await run(sql);
		expect(isDone).toBe(true);
		expect([...others].sort()).toEqual(names.map((name) => `ocsweb.${name}`));
		await watcher.execute("drop table if exists c");
	});
});

function areRows(deed: Deed | null): boolean {
	return deed !== null && /^(insert|update|delete)$/.test(deed);
}

/** False where the server refuses it. */
async function isTaken(sent: Promise<unknown>): Promise<boolean> {
	try {
		await sent;
		return true;
	} catch (error) {
		if (error instanceof GraftError && error.kind === "refused") return false;
		throw error;
	}
}
