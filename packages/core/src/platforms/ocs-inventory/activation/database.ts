import type { SqlPlace } from "../../place.ts";
import { link } from "../database/link.ts";
import { ocsSystem } from "./ocs-system.ts";

/** OCS's own database, where an extension has its tables and the row that makes it active. */
export const database: SqlPlace = {
	name: "database",
	driver: "sql",
	link,
	system: ocsSystem,
	wanted: ({ parts }) => parts.database,
};
