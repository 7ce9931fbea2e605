import type { DatabaseConnection } from "../../packages/core/src/databases/database-connection.ts";
import { openDatabase } from "../../packages/core/src/databases/open-database.ts";
import type { DatabaseGoal, DatabasePlan } from "../../packages/core/src/domain/database-plan.ts";
import { GraftError } from "../../packages/core/src/domain/errors.ts";
import type { Extension } from "../../packages/core/src/domain/extension.ts";
import { applyDatabasePlan } from "../../packages/core/src/drivers/sql/apply/apply-database-plan.ts";
import { prepareDatabasePlan } from "../../packages/core/src/drivers/sql/plan/prepare-database-plan.ts";
import { database as ocsDatabase } from "../../packages/core/src/platforms/ocs-inventory/activation/database.ts";
import type { Mariadb } from "./mariadb.ts";

const user = "ocs";

/** The rights that OCS's own user has, no more. */
export async function makeUser(server: Mariadb): Promise<void> {
	await server.root(`create user ${user}@'127.0.0.1' identified by '${user}'`);
	await server.root(`grant all on ocsweb.* to ${user}@'127.0.0.1'`);
}

/** An empty database but for three tables of OCS's, as OCS makes them. */
export async function makePlace(server: Mariadb): Promise<void> {
	await server.root(
		"drop database if exists ocsweb; create database ocsweb character set utf8 collate utf8_bin",
	);
	await server.root(
		`create table extensions (id varchar(255) not null, name varchar(255) not null, description varchar(255) default null,
		version double not null, licence varchar(255) default null, author varchar(255) default null,
		contributor varchar(255) default null, install_date timestamp not null default current_timestamp on update current_timestamp,
		primary key (id)) engine=InnoDB default charset=utf8 collate=utf8_bin;
		create table config (NAME varchar(50) primary key, IVALUE int, TVALUE varchar(255));
		insert into config values ('GUI_VERSION', 0, '7069');
		create table hardware (ID int primary key, NAME varchar(255)); insert into hardware values (1, 'pc1');
		insert into extensions (id, name, version) values ('Panes', 'another', 1.5)`,
		"ocsweb",
	);
}

export function openPlace(server: Mariadb): Promise<DatabaseConnection> {
	return openDatabase(server.url(user, user, "ocsweb"));
}

export interface Told {
	readonly version?: string;
	readonly install: readonly string[];
	readonly remove?: readonly string[];
	readonly description?: string;
}

/** One that makes its tables by these statements, with the id `panes`. */
export function anExtension(told: Told): Extension {
	return {
		...{ platform: "ocs-inventory", id: "panes", name: "Panes", licence: "GPL-2.0" },
		version: told.version ?? "1.0",
		description: told.description ?? "Window panes",
		authors: ["A. Glazier", "B. Glazier"],
		parts: {
			database: { install: told.install, remove: told.remove ?? [], tables: [] },
			server: { files: [] },
			agents: { windows: [], unix: [] },
		},
		claims: [],
		own: {},
		format: 2,
	};
}

/** Of the one that most tests make. */
export const CREATE =
	"CREATE TABLE panes (ID INT NOT NULL AUTO_INCREMENT, HARDWARE_ID INT NOT NULL, NAME VARCHAR(20) DEFAULT NULL, PRIMARY KEY (ID, HARDWARE_ID))";
export const first = anExtension({
	version: "1.2.3",
	install: [
		"DROP TABLE panes",
		CREATE,
		"CREATE TABLE kinds (ID INT, NAME VARCHAR(9))",
		"INSERT INTO kinds VALUES (1, 'oak'), (2, 'elm')",
	],
	remove: ["DROP TABLE panes", "DROP TABLE kinds"],
});

export interface Asked {
	readonly extension: Extension;
	readonly goal?: DatabaseGoal;
	readonly formerTables?: readonly string[];
	readonly others?: ReadonlyMap<string, string>;
	readonly accepted?: readonly string[];
	readonly dropTables?: boolean;
}

export function planFor(connection: DatabaseConnection, asked: Asked): Promise<DatabasePlan> {
	return prepareDatabasePlan({
		...{ system: ocsDatabase.system, wanted: ocsDatabase.wanted(asked.extension) },
		...{ connection, extension: asked.extension, goal: asked.goal ?? "active" },
		...{ formerTables: asked.formerTables ?? [], others: asked.others ?? new Map() },
		...{ accepted: asked.accepted ?? [], dropTables: asked.dropTables ?? false },
	});
}

/** `expectedHash`: of the plan as it is now, unless another one is given. */
export async function applyFor(
	connection: DatabaseConnection,
	asked: Asked,
	expectedHash?: string,
): Promise<{ changed: boolean; notes: readonly string[] }> {
	const notes: string[] = [];
	const hash = expectedHash ?? (await planFor(connection, asked)).hash;
	const { changed } = await applyDatabasePlan({
		...{ connection, prepare: () => planFor(connection, asked), expectedHash: hash },
		...{ actor: "anna", clock: () => new Date(), report: ({ text }) => notes.push(text) },
	});
	return { changed, notes };
}

export async function failureOf(work: Promise<unknown>): Promise<GraftError> {
	const error = await work.then(
		() => new Error("nothing failed"),
		(reason: unknown) => reason,
	);
	if (error instanceof GraftError) return error;
	throw error;
}

/** Every table as the database describes it, and every row, but the time at which one was activated. */
export async function everything(server: Mariadb): Promise<Record<string, string>> {
	const found: Record<string, string> = {};
	for (const [name = ""] of await server.root("show tables", "ocsweb")) {
		const [[, definition = ""] = []] = await server.root(`show create table \`${name}\``, "ocsweb");
		const columns = name === "extensions" ? "id, name, description, version, licence, author" : "*";
		const rows = await server.root(`select ${columns} from \`${name}\` order by 1`, "ocsweb");
		found[name] = `${definition.replace(/ AUTO_INCREMENT=\d+/, "")}\n${rows.join("\n")}`;
	}
	return found;
}
