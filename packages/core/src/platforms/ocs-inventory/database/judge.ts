import { printable } from "../../../domain/printable.ts";
import type { Problem } from "../../../domain/problem.ts";
import type { LinkCheck } from "../../place.ts";
import { type OcsCodeName, ocsCodes } from "../codes.ts";
import { marks, neededColumns, neededRights, oldestVersion } from "./needs.ts";
import { type Answers, rowsOf, text } from "./questions.ts";
import { rightsOn } from "./rights.ts";

/** Pure: what the answers to `questions` say about a database that should be OCS's own. All problems at once. */
export function judge(answers: Answers): LinkCheck {
	const [server = {}] = rowsOf(answers.server);
	const database = text(server.databaseName);
	const version = readVersion(answers);
	const tables = readTables(answers);
	const about = { database, version, tables };
	return {
		serverVersion: printable(text(server.version)),
		schemaVersion: version,
		problems: [
			...(foreign(about) ?? old(about) ?? [...incomplete(about), ...unreadable(answers, about)]),
			...withoutRights(answers, about),
			...readOnly(text(server.readOnly), text(server.storageReadOnly)),
		],
	};
}

interface About {
	readonly database: string;
	readonly version: number | null;
	/** Lower-case names of the columns, by the lower-case name of their table. */
	readonly tables: ReadonlyMap<string, ReadonlySet<string>>;
}

function readTables(answers: Answers): About["tables"] {
	const tables = new Map<string, Set<string>>();
	for (const row of rowsOf(answers.columns)) {
		const name = text(row.tableName).toLowerCase();
		const columns = tables.get(name) ?? new Set();
		tables.set(name, columns.add(text(row.columnName).toLowerCase()));
	}
	return tables;
}

function readVersion(answers: Answers): number | null {
	const [row = {}] = rowsOf(answers.version);
	const given = text(row.version);
	return /^\d{1,9}$/.test(given) ? Number(given) : null;
}

function foreign({ database, tables }: About): readonly Problem[] | undefined {
	if (tables.size === 0)
		return [
			problem(
				"database-empty",
				`The database ${printable(database)} has no table that this user may see.`,
				"Let OCS's own installer make its tables first, or check the name of the database and the user's rights.",
			),
		];
	const lacking = marks.filter((name) => !tables.has(name));
	// Where only one is away, it is OCS's, and damaged.
	if (lacking.length < 2 && isOcsConfig(tables)) return undefined;
	const some = [...tables.keys()].sort().slice(0, 5).map(printable).join(", ");
	return [
		problem(
			"database-foreign",
			`The database ${printable(database)} is not that of OCS Inventory: it has ${some}${tables.size > 5 ? " …" : ""}, and not OCS's own tables.`,
			"Check the name after the last / of the URL; OCS's own is in its dbconfig.inc.php, and usually ocsweb.",
		),
	];
}

function isOcsConfig(tables: About["tables"]): boolean {
	const columns = tables.get("config");
	return columns === undefined || ["name", "ivalue", "tvalue"].every((name) => columns.has(name));
}

function old({ version }: About): readonly Problem[] | undefined {
	if (version === null || version >= oldestVersion) return undefined;
	return [
		problem(
			"database-too-old",
			`This OCS Inventory is too old: its database is of version ${version}, and extensions as they are today need ${oldestVersion} (OCS Inventory 2.6) or newer.`,
			"Update OCS Inventory first: its console updates the database when an administrator opens it.",
		),
	];
}

function incomplete({ database, tables }: About): readonly Problem[] {
	const hint =
		"Let OCS's console update its database, or give this user its rights on the whole database: what it may not see looks as if it were not there.";
	const tablesAway = Object.keys(neededColumns).filter((name) => !tables.has(name));
	const columnsAway = Object.entries(neededColumns).flatMap(([table, columns]) => {
		const there = tables.get(table);
		return there === undefined
			? []
			: columns.filter((name) => !there.has(name.toLowerCase())).map((name) => `${table}.${name}`);
	});
	return [
		...(tablesAway.length === 0
			? []
			: [
					problem(
						"database-tables-missing",
						`In the database ${printable(database)} these tables of OCS Inventory are missing: ${tablesAway.join(", ")}.`,
						hint,
					),
				]),
		...(columnsAway.length === 0
			? []
			: [
					problem(
						"database-columns-missing",
						`In the database ${printable(database)} these columns of OCS Inventory are missing: ${columnsAway.join(", ")}.`,
						hint,
					),
				]),
	];
}

function unreadable(answers: Answers, { database, version, tables }: About): readonly Problem[] {
	if (version !== null || !tables.has("config")) return [];
	if ("refusal" in answers.version) {
		// Who may not read it is told so as a missing right.
		if (!rightsOf(answers, database).has("SELECT")) return [];
		return [
			problem(
				"database-version-unknown",
				`Which version of OCS Inventory this is cannot be read: ${answers.version.refusal}.`,
				"Check the table config in that database.",
			),
		];
	}
	return [
		problem(
			"database-version-unknown",
			`Which version of OCS Inventory this is cannot be read: its settings have no GUI_VERSION.`,
			"Open OCS's console once: it finishes its set-up and writes that setting.",
		),
	];
}

function withoutRights(answers: Answers, { database }: About): readonly Problem[] {
	const rights = rightsOf(answers, database);
	const lacking = neededRights.filter((right) => !rights.has(right));
	if (lacking.length === 0) return [];
	return [
		problem(
			"database-rights-missing",
			`The user may not do enough in the database ${printable(database)}; it lacks ${lacking.join(", ")}.`,
			`As an administrator of the database: GRANT ${lacking.join(", ")} ON ${asPattern(database)}.* TO that user.`,
		),
	];
}

/** The grants are never told themselves: MariaDB shows the hash of the password in them. */
function rightsOf(answers: Answers, database: string): ReadonlySet<string> {
	const grants = rowsOf(answers.grants).map((row) => text(Object.values(row)[0]));
	return rightsOn(database, grants);
}

/** A name as GRANT takes it, where `_` and `%` stand for others. */
function asPattern(database: string): string {
	return `\`${printable(database)
		.replaceAll("`", "``")
		.replace(/[\\_%]/g, "\\$&")}\``;
}

/** Some versions say 0 and 1, others OFF and ON, the newest a mode by name. */
function readOnly(...settings: readonly string[]): readonly Problem[] {
	if (settings.every((setting) => /^(0|OFF|)$/i.test(setting))) return [];
	return [
		problem(
			"database-read-only",
			"This database server is read-only, as a replica is.",
			"Link the server that OCS itself writes to.",
		),
	];
}

function problem(what: OcsCodeName, message: string, hint: string): Problem {
	return {
		severity: "error",
		code: ocsCodes[`ocs/${what}`],
		path: "",
		message,
		hint,
		part: "database",
	};
}
