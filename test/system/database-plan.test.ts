import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { readDatabaseState } from "../../packages/core/src/drivers/sql/plan/read-database-state.ts";
import { database as ocsDatabase } from "../../packages/core/src/platforms/ocs-inventory/activation/database.ts";
import { readActivations } from "../../packages/core/src/platforms/ocs-inventory/activation/read-activations.ts";
import {
	anExtension,
	applyFor,
	CREATE,
	everything,
	first,
	makePlace,
	makeUser,
	openPlace,
	planFor,
} from "./database-place.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

let server: Mariadb;
let database: DatabaseConnection;

beforeAll(async () => {
	if (noMariadb !== undefined) return;
	server = await startMariadb();
	await makeUser(server);
});

afterAll(async () => server?.dispose());

beforeEach(async () => {
	if (server === undefined) return;
	await makePlace(server);
	database = await openPlace(server);
	return () => database.close();
});

const fill = () =>
	server.root("insert into panes (HARDWARE_ID, NAME) values (1, 'left'), (1, 'right')", "ocsweb");
const rowsOf = (table: string) => server.root(`select * from ${table}`, "ocsweb");

describe.skipIf(noMariadb !== undefined)(
	`a plan for OCS's database${noMariadb === undefined ? "" : ` (${noMariadb})`}`,
	() => {
		it("makes and fills the tables, then the row that OCS's console would write; again, there is nothing to do", async () => {
			expect(await applyFor(database, { extension: first })).toMatchObject({ changed: true });
			expect(await rowsOf("kinds")).toHaveLength(2);
			expect(
				await server.root(
					"select id, name, description, version, licence, author, contributor from extensions where id = 'panes'",
					"ocsweb",
				),
			).toEqual([["panes", "Panes", "Window panes", "1.2", "GPL-2.0", "A. Glazier", "A. Glazier"]]);
			expect(await readActivations(database)).toMatchObject([
				{ id: "Panes", version: "1.5" },
				{ id: "panes", name: "Panes", version: "1.2" },
			]);
			const again = await planFor(database, { extension: first });
			expect(again).toMatchObject({ steps: [], problems: [] });
			expect(await applyFor(database, { extension: first })).toMatchObject({ changed: false });
			expect(Object.keys(await everything(server))).toEqual([
				...["config", "extensions", "hardware", "kinds", "panes"],
			]);
		});

		it("shows the row as OCS's columns take it, and settles with it", async () => {
			const extension = anExtension({
				version: "v2",
				description: `${"é".repeat(300)}`,
				install: [],
			});
			const plan = await planFor(database, { extension });
			expect(plan.notes).toEqual([
				"OCS's console shows the version v2 as 0",
				"OCS's console shows the description cut to what its column holds",
			]);
			const odd = anExtension({ description: "a 😀 pane", install: [] });
			for (const one of [extension, odd]) {
				await applyFor(database, { extension: one });
				expect((await planFor(database, { extension: one })).steps).toEqual([]);
			}
		});

		it("keeps the tables when it is deactivated, and takes them up again with all their rows", async () => {
			await applyFor(database, { extension: first });
			await fill();
			const out = { extension: first, goal: "inactive" as const };
			expect((await planFor(database, out)).kept.map(({ table }) => table)).toEqual([
				...["panes", "kinds"],
			]);
			await applyFor(database, out);
			expect((await readActivations(database)).map(({ id }) => id)).toEqual(["Panes"]);
			expect((await planFor(database, out)).steps).toEqual([]);
			await applyFor(database, { extension: first });
			expect(await rowsOf("panes")).toHaveLength(2);
			expect(await rowsOf("kinds")).toHaveLength(2);
		});

		it("adopts what OCS's console made and activated", async () => {
			await server.root(CREATE, "ocsweb");
			await fill();
			await server.root(
				"insert into extensions (id, name, version) values ('panes', 'x', 1)",
				"ocsweb",
			);
			await applyFor(database, { extension: first });
			expect(await rowsOf("panes")).toHaveLength(2);
			expect((await planFor(database, { extension: first })).steps).toEqual([]);
		});

		it("brings tables up to a new version with all their rows, and keeps what is gone", async () => {
			await applyFor(database, { extension: first });
			await fill();
			const next = anExtension({
				version: "2.0",
				install: [
					"DROP TABLE IF EXISTS panes",
					"CREATE TABLE panes (ID BIGINT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, SIZE INT DEFAULT NULL, PRIMARY KEY (ID, HARDWARE_ID))",
				],
			});
			const asked = { extension: next, formerTables: ["kinds"] };
			expect(
				await readDatabaseState({ ...everyInput(next), formerTables: ["kinds"] }),
			).toMatchObject({
				state: "drifted",
			});
			const plan = await planFor(database, asked);
			expect(plan.kept.map(({ table }) => table)).toEqual(["panes", "kinds"]);
			await applyFor(database, asked);
			expect(await rowsOf("panes")).toEqual([
				["1", "1", "left", "NULL"],
				["2", "1", "right", "NULL"],
			]);
			expect((await planFor(database, asked)).steps).toEqual([]);
		});

		it("drops its own tables only when that was asked for, and nobody else's", async () => {
			const before = await everything(server);
			await applyFor(database, { extension: first });
			await fill();
			const former = { extension: first, formerTables: ["older", "hardware", "theirs"] };
			await server.root("create table older (ID int); create table theirs (ID int)", "ocsweb");
			const others = new Map([["theirs", "another"]]);
			const keep = { ...former, others, goal: "absent" as const };
			expect((await planFor(database, keep)).steps).toHaveLength(1);
			await applyFor(database, { ...keep, dropTables: true });
			await server.root("drop table theirs", "ocsweb");
			expect(await everything(server)).toEqual(before);
		});

		it("makes tables that no temporary one can be like, and keeps them as they are later", async () => {
			const extension = anExtension({
				install: [
					"CREATE TABLE panes (ID INT PRIMARY KEY, NAME TEXT, FULLTEXT KEY f (NAME)) ENGINE=InnoDB",
					"CREATE TABLE bars (ID INT PRIMARY KEY, PANE INT, FOREIGN KEY (PANE) REFERENCES panes (ID))",
					"CREATE TABLE years (Y INT) PARTITION BY RANGE (Y) (PARTITION p VALUES LESS THAN (2000))",
				],
			});
			await applyFor(database, { extension });
			const { steps, kept } = await planFor(database, { extension });
			expect(steps).toEqual([]);
			expect(kept.map(({ table }) => table)).toEqual(["panes", "bars", "years"]);
			await applyFor(database, { extension, goal: "absent", dropTables: true });
			expect(Object.keys(await everything(server))).toEqual(["config", "extensions", "hardware"]);
		});

		it("reckons nothing of a package's in a look, and lets the server end what takes too long", async () => {
			await server.root(CREATE, "ocsweb");
			const busy = "BENCHMARK(9000000000, MD5('x'))";
			const extension = anExtension({
				install: [
					`CREATE TABLE panes (ID INT, A INT DEFAULT (${busy}))`,
					`CREATE TABLE kinds (ID INT, A INT AS (${busy}), CHECK (ID > ${busy}))`,
					`ALTER TABLE panes ADD B INT DEFAULT (${busy})`,
					`CREATE TABLE kinds SELECT ${busy} AS A`,
					`SELECT ${busy}`,
				],
			});
			const harmless = anExtension({ install: ["CREATE TABLE panes (ID BIGINT)"] });
			const sent: string[] = [];
			const listening: DatabaseConnection = {
				...database,
				query: (sql, parameters) => {
					sent.push(sql);
					return database.query(sql, parameters);
				},
				execute: (sql, parameters) => {
					sent.push(sql);
					return database.execute(sql, parameters);
				},
			};
			const accepted = ["ocs/sql-function", "ocs/sql-odd", "ocs/sql-read", "ocs/sql-other-table"];
			await planFor(listening, { extension, accepted });
			expect(sent.filter((sql) => sql.includes("BENCHMARK"))).toEqual([]);

			await planFor(listening, { extension: harmless });
			const limit = sent.filter((sql) => /max_statement_time =|TEMPORARY/.test(sql));
			expect(limit[0]).toBe("SET SESSION max_statement_time = 10");
			expect(limit[1]).toContain("CREATE TEMPORARY TABLE");
			expect(limit.at(-1)).toBe("SET SESSION max_statement_time = 0");
		});

		it("tells what is there, what is otherwise, and what is missing", async () => {
			const input = everyInput(first);
			expect(await readDatabaseState(input)).toMatchObject({ state: "missing" });
			await applyFor(database, { extension: first });
			expect(await readDatabaseState(input)).toMatchObject({ state: "in-sync" });
			await server.root("alter table panes drop column NAME; drop table kinds", "ocsweb");
			expect(await readDatabaseState(input)).toMatchObject({
				state: "drifted",
				tables: [
					{ table: "panes", state: "drifted" },
					{ table: "kinds", state: "missing" },
				],
			});
		});
	},
);

function everyInput(extension: ReturnType<typeof anExtension>) {
	return {
		...{ system: ocsDatabase.system, wanted: ocsDatabase.wanted(extension) },
		...{ connection: database, goal: "active" as const, extension, formerTables: [] },
		...{ others: new Map<string, string>(), accepted: [], dropTables: false },
	};
}
