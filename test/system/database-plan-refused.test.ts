import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import {
	anExtension,
	applyFor,
	CREATE,
	everything,
	failureOf,
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

const rowsOf = (table: string) => server.root(`select * from ${table}`, "ocsweb");

describe.skipIf(noMariadb !== undefined)(
	`a plan for OCS's database that is refused${noMariadb === undefined ? "" : ` (${noMariadb})`}`,
	() => {
		it.each([
			["CREATE", "CREATE TABLE kinds (ID INT, ID INT)", "Duplicate column name 'ID'"],
			["INSERT", "INSERT INTO panes (NO) VALUES (1)", "Unknown column 'NO'"],
			["ALTER", "ALTER TABLE panes DROP COLUMN NO", "Can't DROP"],
			["CREATE of a table that is there", "CREATE TABLE panes (ID INT)", "already exists"],
		])(
			"puts everything back where a %s fails, and says the database's own words",
			async (_what, sql, words) => {
				const before = await everything(server);
				const extension = anExtension({
					install: [CREATE, "INSERT INTO panes (HARDWARE_ID) VALUES (7)", sql],
				});
				const error = await failureOf(applyFor(database, { extension }));
				expect(error).toMatchObject({ kind: "refused" });
				expect(error.message).toContain(words);
				expect(error.message).toContain("rolled back");
				expect(error.hint).toMatch(/^It was step [123] of 4: (CREATE|INSERT|ALTER) .*try again\.$/);
				expect(await everything(server)).toEqual(before);
			},
		);

		it("takes an upgrade of one table back to the word where that of another one fails", async () => {
			await server.root(
				`create table panes (A int not null, B varchar(9) character set latin1 not null default 'x' comment 'it''s? :x',
				C timestamp not null default current_timestamp on update current_timestamp, D enum('a','b') null, E text,
				primary key (A), unique key u1 (B) using btree, unique key u2 (D), unique key u3 (C, A), key k (E(5)));
				insert into panes (A, B, D) values (1, 'one', 'a'), (2, 'two', 'b');
				create table bars (B int); insert into bars values (7)`,
				"ocsweb",
			);
			const before = await everything(server);
			const extension = anExtension({
				install: [
					`CREATE TABLE panes (ID INT NOT NULL AUTO_INCREMENT, A BIGINT NOT NULL, B VARCHAR(99) NULL, C DATETIME NULL,
					D ENUM('a','b','c') NOT NULL, E LONGTEXT, F INT NOT NULL DEFAULT 3, PRIMARY KEY (ID, A), UNIQUE KEY u2 (D), KEY (F), KEY B (B))`,
					"CREATE TABLE bars (B INT, `x` INT)",
				],
			});
			const plan = await planFor(database, { extension });
			expect(plan.steps.map(({ target }) => target)).toEqual(["panes", "bars", "extensions"]);
			const refusing: DatabaseConnection = {
				...database,
				execute: (sql, parameters) =>
					sql.startsWith("ALTER TABLE `bars`")
						? database.execute("ALTER TABLE bars ADD COLUMN B INT")
						: database.execute(sql, parameters),
			};
			const error = await failureOf(applyFor(refusing, { extension }));
			expect(error).toMatchObject({ kind: "refused" });
			expect(await everything(server)).toEqual(before);
			await applyFor(database, { extension });
			expect((await planFor(database, { extension })).steps).toEqual([]);
		});

		it("sends what needs a yes only with it, and says what nothing takes back", async () => {
			const extension = anExtension({
				install: [CREATE, "CREATE VIEW glass AS SELECT ID FROM panes", "SELECT NO FROM panes"],
			});
			const asked = { extension };
			const { problems, hash } = await planFor(database, asked);
			expect(problems.map(({ code, severity }) => `${severity} ${code}`)).toEqual([
				...["warning ocs/sql-stored-code", "warning ocs/sql-read"],
			]);
			expect(await failureOf(applyFor(database, asked))).toMatchObject({
				kind: "refused",
				problems,
			});
			const accepted = problems.map(({ code }) => code);
			const error = await failureOf(applyFor(database, { ...asked, accepted }, hash));
			expect(error).toMatchObject({ kind: "partly-done" });
			expect(error.message).toContain("CREATE VIEW glass");
			expect(error.hint).toMatch(
				/^It was step 3 of 4: SELECT NO FROM panes \(.*this was accepted.*try again\. Check what is named\.$/,
			);
			expect(await server.root("show tables like 'panes'", "ocsweb")).toEqual([]);
		});

		it("never sends what would touch tables of OCS or of others", async () => {
			const extension = anExtension({
				install: [CREATE, "INSERT INTO hardware VALUES (2, 'pc2')", "DROP TABLE hardware"],
			});
			const { problems } = await planFor(database, {
				extension,
				accepted: ["ocs/sql-on-ocs-table"],
			});
			expect(problems).toMatchObject([
				{ code: "ocs/sql-into-ocs-table", severity: "warning" },
				{ code: "ocs/sql-on-ocs-table", severity: "error" },
			]);
			const milder = anExtension({ install: extension.parts.database.install.slice(0, 2) });
			const accepted = ["ocs/sql-into-ocs-table"];
			const plan = await planFor(database, { extension: milder, accepted });
			expect(plan).toMatchObject({
				problems: [],
				skipped: [{ statement: "INSERT INTO hardware VALUES (2, 'pc2')" }],
			});
			await applyFor(database, { extension: milder, accepted });
			expect(await rowsOf("hardware")).toHaveLength(1);
		});

		it("is refused once the database is not as it was shown", async () => {
			const { hash } = await planFor(database, { extension: first });
			await server.root("create table kinds (ID int)", "ocsweb");
			const before = await everything(server);
			const error = await failureOf(applyFor(database, { extension: first }, hash));
			expect(error).toMatchObject({ kind: "refused" });
			expect(error.message).toContain("nothing was touched");
			expect(await everything(server)).toEqual(before);
		});

		it("says which table of an earlier removal is in the way, and changes nothing", async () => {
			await applyFor(database, { extension: first });
			const away = { extension: first, goal: "absent", dropTables: true } as const;
			const at = (await planFor(database, away)).steps.findIndex(
				({ kind }) => kind === "drop-table",
			);
			await server.root(`create table graft_gone_${at + 1} (ID int)`, "ocsweb");
			const before = await everything(server);
			const error = await failureOf(applyFor(database, away));
			expect(error).toMatchObject({
				kind: "refused",
				hint: expect.stringContaining("rename or drop it"),
			});
			expect(error.message).toContain(`graft_gone_${at + 1} is left from an earlier removal`);
			expect(await everything(server)).toEqual(before);
		});
	},
);
