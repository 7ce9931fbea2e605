import type { DatabaseConnection } from "@graft/core/databases/database-connection";
import type { RunStatement } from "@graft/core/domain/database-plan";
import type { SqlReceipt } from "@graft/core/drivers/sql/system";
import type { DatabaseLink, SqlPlace } from "@graft/core/platforms/place";
import { tideCodes } from "./codes.ts";

export const link: DatabaseLink = {
	kind: "database",
	id: "tidewatch",
	name: "Tidewatch's archive",
	about: "Where tides are kept.",
	whereFound: "It stands in tidewatch.conf.",
	versionKey: "schemaVersion",
	purpose: "URL of Tidewatch's archive",
	variable: "TIDEWATCH_DATABASE_URL",
	codes: {
		unreachable: tideCodes["tide/database-unreachable"],
		unusable: tideCodes["tide/database-refuses"],
	},
	async check(connection) {
		const [row] = await connection.query("SELECT VERSION() AS version");
		return { serverVersion: String(row?.version), schemaVersion: null, problems: [] };
	},
};

/** What is watched has a row in `watched`. */
export const archive: SqlPlace = {
	name: "archive",
	driver: "sql",
	link,
	wanted: ({ parts }) => parts.database,
	system: {
		name: "Tidewatch",
		file: "tide.json",
		codes: {
			"empties-table": tideCodes["tide/sql"],
			forbidden: tideCodes["tide/sql"],
			function: tideCodes["tide/sql"],
			hidden: tideCodes["tide/sql"],
			"into-system-table": tideCodes["tide/sql"],
			odd: tideCodes["tide/sql"],
			"on-graft-table": tideCodes["tide/sql"],
			"on-system-table": tideCodes["tide/sql"],
			"other-database": tideCodes["tide/sql"],
			"other-table": tideCodes["tide/sql"],
			read: tideCodes["tide/sql"],
			session: tideCodes["tide/sql"],
			"stored-code": tideCodes["tide/sql"],
			"table-stood-before": tideCodes["tide/table-stood-before"],
			"table-taken": tideCodes["tide/table-taken"],
			"through-view": tideCodes["tide/sql"],
		},
		runsForeign: "Tidewatch would run it.",
		hasTable: (name) => name === "watched",
		tookOver: () => false,
		readSchemaVersion: async () => 1,
		receipts: {
			read: readWatched,
			put: ({ id, version }, rows) =>
				rows.some((row) => row.id === id && row.version === version)
					? []
					: [...rows.filter((row) => row.id === id).map(leave), enter({ id, version })],
			take: ({ id }, rows) => rows.filter((row) => row.id === id).map(leave),
			notes: () => [],
			isOf: (row, version) => row.version === version,
		},
	},
};

async function readWatched(connection: DatabaseConnection): Promise<readonly SqlReceipt[]> {
	const rows = await connection.query("SELECT id, version FROM watched");
	return rows.map(({ id, version }) => ({ id: String(id), version: String(version) }));
}

const insert = "INSERT INTO watched (id, version) VALUES (?, ?)";
const remove = "DELETE FROM watched WHERE BINARY id = ?";
const about = {
	kind: "run-statement",
	target: "watched",
	effect: "rows",
	isFinal: false,
} as const;

function enter({ id, version }: SqlReceipt): RunStatement {
	return {
		...{
			...about,
			statement: insert,
			parameters: [id, version],
			why: "it is watched from then on",
		},
		undo: { statement: remove, parameters: [id] },
	};
}

function leave({ id, version }: SqlReceipt): RunStatement {
	return {
		...{ ...about, statement: remove, parameters: [id], why: "it is not watched any more" },
		undo: { statement: insert, parameters: [id, version] },
	};
}
