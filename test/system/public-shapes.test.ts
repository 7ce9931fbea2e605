import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { GraftError } from "../../packages/core/src/domain/errors.ts";
import type { Extension } from "../../packages/core/src/domain/extension.ts";
import { read } from "../../packages/core/src/platforms/ocs-inventory/read.ts";
import { ocsFiles } from "../builders/ocs-files.ts";
import { installPhp } from "../builders/ocs-reading.ts";
import { makeTree } from "../builders/tree.ts";
import { type Asked, applyFor, makeUser, openPlace, planFor } from "./database-place.ts";
import { type Mariadb, makeOcsDatabase, noOcsSchema, startMariadb } from "./mariadb.ts";

let server: Mariadb;
let database: DatabaseConnection;

beforeAll(async () => {
	if (noOcsSchema !== undefined) return;
	server = await startMariadb();
	await makeUser(server);
	await makeOcsDatabase(server, "ocsweb");
});

afterAll(async () => server?.dispose());

beforeEach(async () => {
	if (server === undefined) return;
	database = await openPlace(server);
	return () => database.close();
});

interface Shape {
	readonly install: readonly string[];
	readonly remove: readonly string[];
	/** As OCS's server writes what an agent sent. */
	readonly rows: readonly string[];
	readonly select: string;
}

const KEYS = "ID INT(11) NOT NULL AUTO_INCREMENT, HARDWARE_ID INT(11) NOT NULL";
const BOTH = "PRIMARY KEY (`ID`,`HARDWARE_ID`)";
const text = (...names: readonly string[]) =>
	names.map((name) => `\`${name}\` VARCHAR(255) DEFAULT NULL`).join(",\n");

/** What public extensions are like, each taken to where it hurts. */
const SHAPES: Readonly<Record<string, Shape>> = {
	lamps: {
		install: [
			`CREATE TABLE IF NOT EXISTS \`lamps\` (${KEYS}, ${text("USER", "TEXT", "DATE", "ENABLE")}, ${BOTH}) ENGINE=INNODB ;`,
		],
		remove: ["DROP TABLE `lamps`;"],
		rows: ["INSERT INTO lamps (HARDWARE_ID,USER,TEXT,DATE,ENABLE) VALUES (1,'é','x','','0')"],
		select: "SELECT * FROM lamps",
	},
	// A DROP of what is not there fails, and takes no comma for an end.
	stoves: {
		install: [
			"DROP TABLE IF EXISTS `stoves` , `STOVE_PIPES`;",
			"DROP TABLE `stove_bricks`",
			"DROP TABLE IF `stoves`",
			`\n\t CREATE TABLE \`stoves\`(${KEYS}, NAME TEXT, ${BOTH})ENGINE=InnoDB;;`,
			`CREATE TABLE STOVE_PIPES (${KEYS}, \`Diameter\` INTEGER(11) DEFAULT NULL, ${BOTH}, INDEX \`ID\` (\`ID\`)) COLLATE='utf8_general_ci' ENGINE=INNODB ROW_FORMAT=DEFAULT;`,
		],
		remove: ["DROP TABLE IF EXISTS `stoves` , `STOVE_PIPES`;"],
		rows: [
			"INSERT INTO stoves (HARDWARE_ID,NAME) VALUES (1,'it''s; warm')",
			"INSERT INTO STOVE_PIPES (HARDWARE_ID,DIAMETER) VALUES (1,'120')",
		],
		select: "SELECT NAME, (SELECT SUM(DIAMETER) FROM STOVE_PIPES) AS total FROM stoves",
	},
	// First rows, one of which passes only without strict modes; one table stays behind the extension's own removal.
	woods: {
		install: [
			"CREATE TABLE IF NOT EXISTS wood_kinds (ID INT AUTO_INCREMENT PRIMARY KEY, NAME VARCHAR(9) NOT NULL, HARD TINYINT NOT NULL) ENGINE=MyISAM DEFAULT CHARSET=utf8",
			"INSERT INTO wood_kinds (ID, NAME, HARD) VALUES ('', 'oak', 'yes')",
			"INSERT INTO `wood_kinds` (NAME, HARD) VALUES ('elm, not \\'oak\\'', 1),\n('a name that is too long', 0)",
			`CREATE TABLE woods (${KEYS}, SAWN DATETIME DEFAULT NULL, ${BOTH}) ENGINE=INNODB;`,
			"ALTER TABLE woods ADD KIND INT NOT NULL, ADD KEY k (KIND)",
			"CREATE INDEX sawn ON woods (SAWN)",
		],
		remove: ["DROP TABLE woods", "DROP TABLE never_made", "DELETE FROM accountinfo_nothing"],
		rows: ["INSERT INTO woods (HARDWARE_ID,SAWN,KIND) VALUES (1,'2024-02-29 23:59:59','1')"],
		select: "SELECT woods.*, NAME FROM woods JOIN wood_kinds ON wood_kinds.ID = KIND",
	},
	// Adds to tables of OCS's and of another extension: left out.
	guests: {
		install: [
			`CREATE TABLE guests (${KEYS}, ${text("NAME")}, ${BOTH})`,
			"INSERT INTO config (NAME, IVALUE) VALUES ('GUESTS', 1)",
			"CREATE TABLE IF NOT EXISTS bios (ID INT)",
			"INSERT INTO lamps (HARDWARE_ID) VALUES (0)",
			"CREATE INDEX guests ON hardware (NAME)",
		],
		remove: ["DROP TABLE guests", "DROP TABLE lamps"],
		rows: ["INSERT INTO guests (HARDWARE_ID,NAME) VALUES (1,'x')"],
		select: "SELECT * FROM guests",
	},
	// OCS's own, but for a database of version 7039.
	unixusers: {
		install: [`CREATE TABLE IF NOT EXISTS \`unixusers\` (${KEYS}, ${text("GID")}, ${BOTH})`],
		remove: ["DROP TABLE `unixusers`;"],
		rows: ["INSERT INTO unixusers (HARDWARE_ID,GID) VALUES (1,'x')"],
		select: "SELECT * FROM unixusers",
	},
};

/** From files, as an import reads them. */
function imported(id: string, { install, remove }: Pick<Shape, "install" | "remove">) {
	const calls = (statements: readonly string[]) =>
		statements.map((sql) => `$commonObject -> sqlQuery(<<<'SQL'\n${sql}\nSQL\n);`).join("\n\n");
	const files = ocsFiles({ id });
	const php = installPhp(calls(install), calls(remove), id);
	const neighbours = id === "guests" ? [extensionOf("lamps")] : [];
	return read(makeTree({ ...files, "install.php": php }), neighbours);
}

function extensionOf(id: string): Extension {
	const { extension } = imported(id, SHAPES[id] as Shape);
	if (extension === null) throw new Error(`${id} is no extension`);
	return extension;
}

function asked(id: string): Asked {
	const others = Object.keys(SHAPES)
		.filter((other) => other !== id)
		.flatMap((other) =>
			extensionOf(other).parts.database.tables.map((name) => [name, other] as const),
		);
	const accepted = ["ocs/sql-into-ocs-table", "ocs/table-taken"];
	return { extension: extensionOf(id), others: new Map(others), accepted };
}

/** Every table of the database, and every row, but counters and the times of activation. */
async function dump(): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = {};
	for (const row of await database.query("SHOW TABLES")) {
		const name = String(Object.values(row)[0]);
		const [made] = await database.query(`SHOW CREATE TABLE \`${name}\``);
		const [sum] = await database.query(`CHECKSUM TABLE \`${name}\``);
		const definition = String(made?.["Create Table"]).replace(/ AUTO_INCREMENT=\d+/, "");
		found[name] = { definition, sum: String(sum?.Checksum) };
	}
	return found;
}

const shapes = Object.entries(SHAPES);
const fill = async () => {
	for (const sql of shapes.flatMap(([, { rows }]) => rows)) await database.execute(sql);
};
const contents = () => Promise.all(shapes.map(([, { select }]) => database.query(select)));
const removeAll = async () => {
	for (const [id] of shapes)
		await applyFor(database, { ...asked(id), goal: "absent", dropTables: true });
};

describe.skipIf(noOcsSchema !== undefined)(
	`extensions of public shapes in OCS's own database${noOcsSchema === undefined ? "" : ` (${noOcsSchema})`}`,
	() => {
		it.each(shapes)(
			"%s is imported, and asks at import what its activation asks",
			async (id, shape) => {
				const { problems } = imported(id, shape);
				expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
				const told = (codes: typeof problems) =>
					[...new Set(codes.filter(({ part }) => part === "database").map(({ code }) => code))]
						.filter((code) => code !== "ocs/table-adopted")
						.sort();
				const plan = await planFor(database, { ...asked(id), accepted: [] });
				expect(told(plan.problems)).toEqual(told(problems));
			},
		);

		it("are all active together, take what agents send, and leave nothing behind", async () => {
			const before = await dump();
			for (const [id] of shapes) {
				await applyFor(database, asked(id));
				expect((await planFor(database, asked(id))).steps).toEqual([]);
			}
			await fill();
			expect((await contents()).map((rows) => rows.length)).toEqual(shapes.map(() => 1));
			await removeAll();
			expect(await dump()).toEqual(before);
		});

		it("keep their rows through a deactivation", async () => {
			for (const [id] of shapes) await applyFor(database, asked(id));
			await fill();
			const before = await contents();
			for (const [id] of shapes) await applyFor(database, { ...asked(id), goal: "inactive" });
			for (const [id] of shapes) await applyFor(database, asked(id));
			expect(await contents()).toEqual(before);
			await removeAll();
		});

		it("are taken over with their rows where OCS's console activated them", async () => {
			for (const [id, { install }] of shapes.filter(([name]) => name !== "guests")) {
				for (const sql of install) await passOver(database.execute(sql));
				const row = "INSERT INTO extensions (id, name, version) VALUES (?, ?, 1)";
				await database.execute(row, [id, `Extension ${id}`]);
			}
			await applyFor(database, asked("guests"));
			await fill();
			const before = await contents();
			for (const [id] of shapes) {
				const { steps } = await planFor(database, asked(id));
				expect(steps.filter(({ target }) => target !== "extensions")).toEqual([]);
				await applyFor(database, asked(id));
			}
			expect(await contents()).toEqual(before);
			await removeAll();
		});
	},
);

/** As OCS's console does with a statement that fails. */
async function passOver(sent: Promise<unknown>): Promise<void> {
	await sent.catch((error: unknown) => {
		if (!(error instanceof GraftError && error.kind === "refused")) throw error;
	});
}

interface Upgrade {
	readonly from: readonly string[];
	readonly rows: readonly string[];
	readonly to: readonly string[];
	/** As the server writes what an agent of the new version sends. */
	readonly sent: string;
	readonly select: string;
	readonly expected: readonly Readonly<Record<string, unknown>>[];
}

const create = (table: string, columns: string, rest = BOTH) =>
	`CREATE TABLE ${table} (${KEYS}, ${columns}, ${rest}) ENGINE=INNODB`;

const UPGRADES: Readonly<Record<string, Upgrade>> = {
	"writes columns in another case": {
		from: [create("doors", "`DoorName` VARCHAR(20) NOT NULL")],
		rows: ["INSERT INTO doors (HARDWARE_ID, DoorName) VALUES (1, 'front')"],
		to: ["DROP TABLE doors", create("doors", "`DOORNAME` VARCHAR(255) DEFAULT NULL")],
		sent: "INSERT INTO doors (HARDWARE_ID,DOORNAME) VALUES (2,REPEAT('x', 200))",
		select: "SELECT LENGTH(DOORNAME) AS N FROM doors ORDER BY HARDWARE_ID",
		expected: [{ N: 5 }, { N: 200 }],
	},
	"writes the table in another case": {
		from: [create("DOORS", "NAME TEXT")],
		rows: ["INSERT INTO DOORS (HARDWARE_ID, NAME) VALUES (1, 'front')"],
		to: ["DROP TABLE IF EXISTS doors", create("doors", "NAME TEXT")],
		sent: "INSERT INTO doors (HARDWARE_ID,NAME) VALUES (2,'back')",
		select: "SELECT NAME FROM DOORS UNION SELECT NAME FROM doors",
		expected: [{ NAME: "front" }, { NAME: "back" }],
	},
	"makes numbers texts, texts longer and integers bigger": {
		from: [create("doors", "SIZE INTEGER(11), NOTE VARCHAR(9) NOT NULL, SEEN INT UNSIGNED")],
		rows: ["INSERT INTO doors (HARDWARE_ID, SIZE, NOTE, SEEN) VALUES (1, -7, 'a  ', 4294967295)"],
		to: [create("IF NOT EXISTS doors", "SIZE VARCHAR(255), NOTE TEXT, SEEN BIGINT")],
		sent: "INSERT INTO doors (HARDWARE_ID,SIZE,NOTE,SEEN) VALUES (2,'7 m',REPEAT('x', 300),9999999999)",
		select: "SELECT SIZE, LENGTH(NOTE) AS N, SEEN FROM doors ORDER BY HARDWARE_ID",
		expected: [
			{ SIZE: "-7", N: 3, SEEN: 4294967295n },
			{ SIZE: "7 m", N: 300, SEEN: 9999999999n },
		],
	},
	"has one column less, which had to be filled, and two more": {
		from: [create("doors", "OLD VARCHAR(9) NOT NULL, NAME TEXT")],
		rows: ["INSERT INTO doors (HARDWARE_ID, OLD, NAME) VALUES (1, 'o', 'n')"],
		to: [
			"DROP TABLE `doors`",
			create("doors", "NAME TEXT"),
			"ALTER TABLE doors ADD COLUMN KIND ENUM('in','out') NOT NULL DEFAULT 'out' AFTER NAME, ADD SEEN DATETIME NOT NULL",
		],
		sent: "INSERT INTO doors (HARDWARE_ID,NAME,KIND,SEEN) VALUES (2,'m','in','2024-01-02 03:04:05')",
		select: "SELECT OLD, NAME, KIND FROM doors ORDER BY HARDWARE_ID",
		expected: [
			{ OLD: "o", NAME: "n", KIND: "out" },
			{ OLD: null, NAME: "m", KIND: "in" },
		],
	},
	"counts in another column": {
		from: [create("doors", "NAME TEXT", "PRIMARY KEY (ID)")],
		rows: ["INSERT INTO doors (ID, HARDWARE_ID, NAME) VALUES (7, 1, 'n')"],
		to: [
			"CREATE TABLE doors (NUM BIGINT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, NAME TEXT, PRIMARY KEY (NUM, HARDWARE_ID))",
		],
		sent: "INSERT INTO doors (HARDWARE_ID,NAME) VALUES (1,'m')",
		select: "SELECT ID, NAME FROM doors ORDER BY ID",
		expected: [
			{ ID: 7, NAME: "n" },
			{ ID: 8, NAME: "m" },
		],
	},
	"has all its statements in one text, and a key more": {
		from: [create("doors", "NAME VARCHAR(255)")],
		rows: [
			"INSERT INTO doors (HARDWARE_ID, NAME) VALUES (1, 'n')",
			"INSERT INTO doors (HARDWARE_ID, NAME) VALUES (1, 'n')",
		],
		to: [
			`DROP TABLE IF EXISTS doors; ${create("doors", "NAME VARCHAR(255), HUE INT", `${BOTH}, KEY n (NAME), UNIQUE KEY u (HARDWARE_ID, NAME)`)};\nCREATE TABLE hues (ID INT); INSERT INTO hues VALUES (1); `,
		],
		sent: "INSERT INTO doors (HARDWARE_ID,NAME,HUE) VALUES (2,'m','3')",
		select: "SELECT NAME, HUE, (SELECT COUNT(*) FROM hues) AS hues FROM doors ORDER BY ID",
		expected: [
			{ NAME: "n", HUE: null, hues: 1n },
			{ NAME: "n", HUE: null, hues: 1n },
			{ NAME: "m", HUE: 3, hues: 1n },
		],
	},
	"moves to another engine and character set": {
		from: [
			`${create("doors", "NAME VARCHAR(20)")} DEFAULT CHARSET=latin1`.replace("INNODB", "MyISAM"),
		],
		rows: ["INSERT INTO doors (HARDWARE_ID, NAME) VALUES (1, 'é')"],
		to: [`${create("doors", "NAME VARCHAR(191), HUE VARCHAR(9)")} DEFAULT CHARSET=utf8mb4`],
		sent: "INSERT INTO doors (HARDWARE_ID,NAME,HUE) VALUES (2,REPEAT('é', 150),'😀')",
		select: "SELECT CHAR_LENGTH(NAME) AS N, HUE FROM doors ORDER BY ID",
		expected: [
			{ N: 1, HUE: null },
			{ N: 150, HUE: "😀" },
		],
	},
};

describe.skipIf(noOcsSchema !== undefined)("an upgrade, with rows, to a version that", () => {
	it.each(Object.entries(UPGRADES))("%s", async (_name, upgrade) => {
		const before = await dump();
		const version = (install: readonly string[]): Asked => {
			const { extension } = imported("doors", { install, remove: [] });
			if (extension === null) throw new Error("no extension");
			const tables = ["DOORS", "doors", "hues"];
			return { extension, formerTables: tables };
		};
		await applyFor(database, version(upgrade.from));
		for (const sql of upgrade.rows) await database.execute(sql);
		await applyFor(database, version(upgrade.to));
		await database.execute(upgrade.sent);
		expect(await database.query(upgrade.select)).toMatchObject(upgrade.expected);
		expect((await planFor(database, version(upgrade.to))).steps).toEqual([]);
		await applyFor(database, { ...version(upgrade.to), goal: "absent", dropTables: true });
		expect(await dump()).toEqual(before);
	});
});
