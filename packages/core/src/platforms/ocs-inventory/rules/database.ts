import type { TableName } from "../parse/sql-reader.ts";
import { readStatements, type SqlStatement } from "../parse/sql-statements.ts";
import { isAdoptedTable, isOcsTable } from "./ocs-names.ts";
import { distinct, error, info, listed, type Rule, type Subject, warning } from "./rule.ts";

const path = "install.php";

const MOST_PLACES = 20;

export const readableSql: Rule = ({ contents: { installPhp } }) =>
	(installPhp?.unreadable ?? []).slice(0, MOST_PLACES).map(({ line, reason, function: name }) =>
		error("sql-unreadable", {
			path,
			message: `What ${name} does to the database cannot be read: line ${line} ${reason}.`,
			hint: "Only constant SQL can be shown before it is run. Ask the author for a release whose install.php holds its statements.",
		}),
	);

/** Rights, users, files and the server's settings: no extension needs them. */
export const forbiddenSql: Rule = (subject) =>
	statementsOf(subject).flatMap(({ text, statement }) =>
		statement.kind !== "forbidden"
			? []
			: [
					error("sql-forbidden", {
						path,
						message: `This statement is more than an extension may do: ${excerpt(text)}`,
						hint: "Extensions have tables of their own; rights, users, files and settings of the database are not theirs.",
					}),
				],
	);

export const ocsTables: Rule = (subject) =>
	statementsOf(subject).flatMap(({ text, statement }) => {
		const names = tablesOf(statement)
			.map((table) => table.name)
			.filter(isOcsTable);
		if (names.length === 0) return [];
		if (statement.kind === "insert" || statement.kind === "index") {
			return [
				warning("database", "sql-into-ocs-table", {
					path,
					message: `It writes to ${listed(distinct(names))}, which is OCS's own: ${excerpt(text)}`,
					hint: "Look at what it enters; removing the extension may leave it there.",
				}),
			];
		}
		return [
			error("sql-on-ocs-table", {
				path,
				message: `It changes or drops ${listed(distinct(names))}, which is OCS's own: ${excerpt(text)}`,
				hint: "The inventory would be damaged. Ask the author for a release with tables of its own.",
			}),
		];
	});

export const adoptedTables: Rule = ({ contents: { installPhp } }) => {
	const dropped = (installPhp?.remove ?? [])
		.flatMap(readStatements)
		.flatMap((statement) => (statement.kind === "drop" ? statement.tables : []))
		.map((table) => table.name)
		.filter(isAdoptedTable);
	return distinct(dropped).map((name) =>
		warning("database", "table-adopted", {
			path,
			message: `OCS 2.11 has the table ${name} itself, and removing this extension drops it.`,
			hint: "OCS has taken the table over from the extension. Use the extension with an older OCS only.",
		}),
	);
};

const SYSTEM_SCHEMA = /^(mysql|sys|information_schema|performance_schema)$/i;

export const otherDatabase: Rule = (subject) =>
	statementsOf(subject).flatMap(({ text, statement }) => {
		const schemas = distinct(
			tablesOf(statement)
				.map((table) => table.schema)
				.filter((schema) => schema !== ""),
		);
		if (schemas.length === 0) return [];
		if (schemas.some((schema) => SYSTEM_SCHEMA.test(schema))) {
			return [
				error("sql-forbidden", {
					path,
					message: `This statement is about the database server's own tables: ${excerpt(text)}`,
					hint: "Extensions have tables of their own.",
				}),
			];
		}
		return [
			warning("database", "sql-other-database", {
				path,
				message: `It names the database ${listed(schemas)}: ${excerpt(text)}`,
				hint: "It works only where OCS's database has that name.",
			}),
		];
	});

/** OCS sends each text as one statement; MySQL refuses the whole text then, and OCS says nothing. */
export const oneStatementEach: Rule = ({ contents: { installPhp } }) =>
	[...(installPhp?.install ?? []), ...(installPhp?.remove ?? [])]
		.filter((text) => readStatements(text).length > 1)
		.map((text) =>
			warning("database", "sql-several-statements", {
				path,
				message: `Several statements stand in one text: ${excerpt(text)}`,
				hint: "OCS sends them as one, which MySQL refuses: none of them would be run.",
			}),
		);

export const storedCode: Rule = (subject) =>
	statementsOf(subject).flatMap(({ text, statement }) =>
		statement.kind !== "stored-code"
			? []
			: [
					warning("database", "sql-stored-code", {
						path,
						message: `It puts code into the database, which runs there later: ${excerpt(text)}`,
						hint: "Read it before you accept it.",
					}),
				],
	);

export const oddSql: Rule = (subject) =>
	statementsOf(subject).flatMap(({ text, statement }) =>
		statement.kind !== "unknown"
			? []
			: [
					info("sql-odd", {
						path,
						message: `MySQL may refuse this statement: ${excerpt(text)}`,
						hint: "OCS goes on without a word where a statement fails.",
					}),
				],
	);

export const showableSql: Rule = ({ contents: { installPhp } }) =>
	installPhp?.isUtf8 !== false
		? []
		: [
				info("sql-encoding", {
					path,
					message:
						"A statement is not UTF-8: special characters in it are shown as Western European ones.",
					hint: "Names of tables and columns are not concerned.",
				}),
			];

export const tablesLeft: Rule = ({ contents: { schema, installPhp } }) => {
	const dropped = new Set(
		(installPhp?.remove ?? [])
			.flatMap(readStatements)
			.flatMap((statement) =>
				statement.kind === "drop" ? statement.tables.map((table) => table.name) : [],
			),
	);
	const left = [...schema.keys()].filter((table) => !dropped.has(table));
	return left.length === 0
		? []
		: [
				info("table-left", {
					path,
					message: `Removing the extension leaves ${listed(left)} in the database.`,
					hint: "Drop it by hand once its data is no longer needed.",
				}),
			];
};

export const installAgain: Rule = ({ contents: { schema, installPhp } }) => {
	const lost = (installPhp?.install ?? [])
		.flatMap(readStatements)
		.flatMap((statement) => (statement.kind === "drop" ? statement.tables : []))
		.map((table) => table.name)
		.filter((name) => schema.has(name));
	return lost.length === 0
		? []
		: [
				info("install-drops-table", {
					path,
					message: `Installing it drops ${listed(distinct(lost))} first, and creates it anew.`,
					hint: "Its data is lost whenever the extension is installed over itself.",
				}),
			];
};

function statementsOf({
	contents: { installPhp },
}: Subject): readonly { text: string; statement: SqlStatement }[] {
	return [...(installPhp?.install ?? []), ...(installPhp?.remove ?? [])].flatMap((text) =>
		readStatements(text).map((statement) => ({ text, statement })),
	);
}

function tablesOf(statement: SqlStatement): readonly TableName[] {
	if ("tables" in statement) return statement.tables;
	return "table" in statement ? [statement.table] : [];
}

function excerpt(text: string): string {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
