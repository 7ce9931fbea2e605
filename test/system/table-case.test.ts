import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { exportTables } from "../../packages/core/src/databases/export-tables.ts";
import { readDatabaseState } from "../../packages/core/src/drivers/sql/plan/read-database-state.ts";
import { database as ocsDatabase } from "../../packages/core/src/platforms/ocs-inventory/activation/database.ts";
import { readProof } from "../../packages/core/src/platforms/ocs-inventory/proof/read-proof.ts";
import {
	anExtension,
	applyFor,
	makePlace,
	makeUser,
	openPlace,
	planFor,
} from "./database-place.ts";
import { type Mariadb, noMariadb, startMariadb } from "./mariadb.ts";

const COLUMNS = "ID INT NOT NULL AUTO_INCREMENT PRIMARY KEY, HARDWARE_ID INT NOT NULL";
const first = anExtension({
	install: [
		"DROP TABLE IF EXISTS PANES",
		`CREATE TABLE Panes (${COLUMNS})`,
		"CREATE INDEX machine ON PANES (HARDWARE_ID)",
		"CREATE TABLE Kinds (ID INT, NAME VARCHAR(9))",
		"INSERT INTO OCSWEB.KINDS VALUES (1, 'oak')",
	],
});
const next = anExtension({
	version: "2.0",
	install: [
		`CREATE TABLE PANES (${COLUMNS}, GLASS VARCHAR(9))`,
		"ALTER TABLE panes ADD INDEX (HARDWARE_ID)",
	],
});

describe.skipIf(noMariadb !== undefined)(
	`a server to which Panes and PANES are one table, as on Windows${noMariadb === undefined ? "" : ` (${noMariadb})`}`,
	() => {
		let server: Mariadb;
		let database: DatabaseConnection;
		const tables = async () => (await server.root("show tables", "ocsweb")).flat();
		const stateOf = (extension: typeof first, formerTables: readonly string[]) =>
			readDatabaseState({
				...{ system: ocsDatabase.system, wanted: ocsDatabase.wanted(extension) },
				...{ connection: database, extension, formerTables, goal: "active" as const },
				...{ others: new Map(), accepted: [], dropTables: false },
			});

		beforeAll(async () => {
			if (noMariadb !== undefined) return;
			server = await startMariadb(["--lower-case-table-names=1"]);
			await makeUser(server);
			await makePlace(server);
			database = await openPlace(server);
		});
		afterAll(async () => {
			await database?.close();
			await server?.dispose();
		});

		it("gets the tables of an extension, and then nothing is left to do", async () => {
			const plan = await planFor(database, { extension: first });
			expect(plan.problems).toEqual([]);
			await applyFor(database, { extension: first });
			expect(await planFor(database, { extension: first })).toMatchObject({ steps: [], kept: [] });
			expect(await stateOf(first, ["PANES", "Kinds"])).toMatchObject({
				state: "in-sync",
				tables: [{ table: "panes" }, { table: "kinds", state: "in-sync" }],
			});
		});

		it("is asked for the rows of a section that Map.pm spells otherwise", async () => {
			await server.root(
				`alter table hardware add DEVICEID varchar(99) default 'a', add OSNAME varchar(99) default 'Debian',
				add LASTDATE datetime default '2038-01-01'; insert into panes (HARDWARE_ID) values (1)`,
				"ocsweb",
			);
			const { parts } = first;
			const module = { from: "agent/Panes.pm", as: "Panes.pm", sha256: "", chosen: true };
			const proof = await readProof(database, {
				id: first.id,
				parts: { ...parts, agents: { windows: [], unix: [module] } },
				own: { sections: ["PANES"] },
			});
			expect(proof).toMatchObject({ expected: 1, reporting: 1, silent: [] });
		});

		it("brings them up to a version that spells them otherwise, with their rows", async () => {
			const { steps } = await planFor(database, {
				extension: next,
				formerTables: ["Panes", "KINDS"],
			});
			expect(steps.map(({ target }) => target)).toEqual(["panes", "extensions"]);
			await applyFor(database, { extension: next, formerTables: ["Panes", "KINDS"] });
			expect(await server.root("select HARDWARE_ID, GLASS from panes", "ocsweb")).toEqual([
				["1", "NULL"],
			]);
			expect((await planFor(database, { extension: next })).steps).toEqual([]);
		});

		it("keeps what belongs to another extension, however it is spelt", async () => {
			const thief = anExtension({
				install: ["DROP TABLE PaneS", `CREATE TABLE pANES (${COLUMNS})`],
			});
			const { problems } = await planFor(database, {
				extension: thief,
				others: new Map([["panes", "another"]]),
			});
			expect(problems.map(({ code }) => code)).toContain("ocs/table-taken");
		});

		it("exports them, and lets them go", async () => {
			const reader = await openPlace(server);
			let sql = "";
			for await (const text of exportTables(reader, ["panes"], [])) sql += text;
			await reader.close();
			expect(sql).toContain(
				"INSERT INTO `panes` (`ID`, `HARDWARE_ID`, `GLASS`) VALUES\n(1, 1, NULL)",
			);
			await applyFor(database, {
				...{ extension: next, formerTables: ["Kinds", "PANES"] },
				...{ goal: "absent" as const, dropTables: true },
			});
			expect(await tables()).toEqual(["config", "extensions", "hardware"]);
		});
	},
);
