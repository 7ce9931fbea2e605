import type { DatabaseConnection } from "../../../databases/database-connection.ts";
import { placeholders, textOf } from "./cells.ts";

/** What OCS's own configuration says about deployment. */
export interface DeploymentSettings {
	/** The server offers packages to agents at all. */
	readonly enabled: boolean;
	/** Its folder `download` holds the packages. */
	readonly packFolder: string;
	/** Without a scheme: where agents fetch `info`, always over HTTPS. null where OCS leaves it to the console's own address. */
	readonly infoLocation: string | null;
	/** The same for the fragments. */
	readonly fragmentLocation: string | null;
}

const names = ["DOWNLOAD", "DOWNLOAD_PACK_DIR", "DOWNLOAD_URI_INFO", "DOWNLOAD_URI_FRAG"];
const defaultPackFolder = "/var/lib/ocsinventory-reports";

export async function readDeploymentSettings(
	connection: DatabaseConnection,
): Promise<DeploymentSettings> {
	const rows = await connection.query(
		`SELECT NAME AS name, IVALUE AS number, TVALUE AS text FROM config WHERE NAME IN (${placeholders(names)})`,
		names,
	);
	const row = (name: string) => rows.find((each) => textOf(each.name) === name);
	const text = (name: string) => textOf(row(name)?.text).trim().replace(/\/+$/, "");
	return {
		enabled: Number(row("DOWNLOAD")?.number ?? 0) === 1,
		packFolder: text("DOWNLOAD_PACK_DIR") || defaultPackFolder,
		infoLocation: text("DOWNLOAD_URI_INFO") || null,
		fragmentLocation: text("DOWNLOAD_URI_FRAG") || null,
	};
}
