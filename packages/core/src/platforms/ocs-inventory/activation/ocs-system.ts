import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import type { SqlSystem } from "../../../drivers/sql/system.ts";
import { ocsCodes } from "../codes.ts";
import { isAdoptedTable, isOcsTable } from "../rules/ocs-names.ts";
import { receipts } from "./receipts.ts";

/** OCS's own database, as the tables of extensions in it are concerned (docs/ocs-database.md). */
export const ocsSystem: SqlSystem = {
	name: "OCS",
	file: "install.php",
	codes: {
		"empties-table": ocsCodes["ocs/sql-empties-table"],
		forbidden: ocsCodes["ocs/sql-forbidden"],
		function: ocsCodes["ocs/sql-function"],
		hidden: ocsCodes["ocs/sql-hidden"],
		"into-system-table": ocsCodes["ocs/sql-into-ocs-table"],
		odd: ocsCodes["ocs/sql-odd"],
		"on-graft-table": ocsCodes["ocs/sql-on-graft-table"],
		"on-system-table": ocsCodes["ocs/sql-on-ocs-table"],
		"other-database": ocsCodes["ocs/sql-other-database"],
		"other-table": ocsCodes["ocs/sql-other-table"],
		read: ocsCodes["ocs/sql-read"],
		session: ocsCodes["ocs/sql-session"],
		"stored-code": ocsCodes["ocs/sql-stored-code"],
		"table-stood-before": ocsCodes["ocs/table-stood-before"],
		"table-taken": ocsCodes["ocs/table-taken"],
		"through-view": ocsCodes["ocs/sql-through-view"],
	},
	runsForeign: "OCS's own console would run it.",
	hasTable: isOcsTable,
	tookOver: isAdoptedTable,
	readSchemaVersion,
	receipts,
};

async function readSchemaVersion(connection: DatabaseConnection): Promise<number> {
	const [version] = await connection.query(
		"SELECT TVALUE AS value FROM config WHERE NAME = 'GUI_VERSION'",
	);
	return Number(version?.value ?? 0);
}
