import { asWritten } from "../../../databases/table-naming.ts";
import type { Extension } from "../../../domain/extension.ts";
import { readStatements } from "../../../drivers/sql/parse/sql-statements.ts";
import {
	classifyStatements,
	createdTables,
	type Owners,
} from "../../../drivers/sql/schema/classify-statements.ts";
import { createdViews } from "../../../drivers/sql/schema/created-views.ts";
import { planSchema } from "../../../drivers/sql/schema/plan-schema.ts";
import { excerpt, problemOfVerdict } from "../../../drivers/sql/schema/problem-of-verdict.ts";
import { ocsSystem } from "../activation/ocs-system.ts";
import { ADOPTED_IN, isAdopted, isOcsTable } from "./ocs-names.ts";
import { distinct, error, info, listed, type Rule, warning } from "./rule.ts";

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

export const boundedSql: Rule = ({ contents: { installPhp } }) =>
	installPhp?.tooMuchSql
		? [
				error("sql-too-much", {
					path,
					message: `It holds more SQL than is read: ${installPhp.tooMuchSql}.`,
					hint: "Ask the author for a release whose install.php makes its tables, and leaves large amounts of rows to the agents.",
				}),
			]
		: [];

/** What an activation would say of each statement, on a database without the extension's tables. */
export const judgedInstall: Rule = ({ contents: { installPhp }, neighbours }) => {
	const install = installPhp?.install ?? [];
	const { steps } = planSchema({
		install,
		owners: ownersOf(install, neighbours),
		present: new Map(),
		wanted: new Map(),
		accepted: [],
	});
	return steps.flatMap(({ statement, verdict }) => problemOfVerdict(statement, verdict, ocsSystem));
};

/** Graft sends none of them, but OCS's own console does where the extension is deleted there. */
export const judgedRemoval: Rule = ({ contents: { installPhp }, neighbours }) => {
	const owners = ownersOf(installPhp?.install ?? [], neighbours);
	return (installPhp?.remove ?? [])
		.flatMap((text) => classifyStatements(text, owners))
		.filter(({ verdict }) => verdict.is !== "ask")
		.flatMap(({ text, verdict }) => problemOfVerdict(text, verdict, ocsSystem));
};

function ownersOf(install: readonly string[], neighbours: readonly Extension[]): Owners {
	const others = neighbours
		.filter(({ platform }) => platform === "ocs-inventory")
		.flatMap(({ id, parts }) =>
			parts.database.tables.map((table) => [table.toLowerCase(), id] as const),
		);
	return {
		system: ocsSystem,
		own: createdTables(install, { system: ocsSystem, naming: asWritten }),
		others: new Map(others),
		database: null,
		naming: asWritten,
		views: createdViews(install, asWritten),
	};
}

export const adoptedTables: Rule = ({ contents: { installPhp } }) => {
	const dropped = (installPhp?.remove ?? [])
		.flatMap(readStatements)
		.flatMap((statement) => (statement.kind === "drop" ? statement.tables : []))
		.map((table) => table.name)
		.filter(isAdopted);
	return distinct(dropped).map((name) => ({
		...warning("database", "table-adopted", {
			path,
			message: `An OCS whose database has the version 7039 has the table ${name} itself, and its console drops it with the extension.`,
			hint: "Where OCS has the table, use OCS's own, and not the extension. Graft leaves it there.",
		}),
		schemaVersions: ADOPTED_IN,
	}));
};

/** OCS sends each text as one statement; MySQL refuses the whole text then, and OCS says nothing. */
export const oneStatementEach: Rule = ({ contents: { installPhp } }) =>
	[...(installPhp?.install ?? []), ...(installPhp?.remove ?? [])]
		.filter((text) => readStatements(text).length > 1)
		.map((text) =>
			warning("database", "sql-several-statements", {
				path,
				message: `One text holds several statements: ${excerpt(text)}`,
				hint: "OCS sends them as one, which MySQL refuses: none of them would be run.",
			}),
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
	const left = [...schema.keys()].filter((table) => !dropped.has(table) && !isOcsTable(table));
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
					message: `Installing it drops ${listed(distinct(lost))} first, and creates it again.`,
					hint: "OCS's own console loses its data where it installs the extension over itself. Graft keeps a table that is there.",
				}),
			];
};
