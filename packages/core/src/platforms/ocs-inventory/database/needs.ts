/**
 * What of OCS's database is read and written, by table: the columns that are named in statements (docs/ocs-database.md).
 * Everything else in it may be as it likes.
 */
export const neededColumns: Readonly<Record<string, readonly string[]>> = {
	config: ["NAME", "IVALUE", "TVALUE"],
	hardware: ["ID", "DEVICEID", "NAME", "OSNAME", "LASTDATE"],
	extensions: [
		...["id", "name", "description", "version"],
		...["licence", "author", "contributor", "install_date"],
	],
	devices: ["ID", "HARDWARE_ID", "NAME", "IVALUE", "TVALUE", "COMMENTS"],
	download_available: [
		...["FILEID", "NAME", "PRIORITY", "FRAGMENTS", "SIZE", "OSNAME", "COMMENT", "DELETED"],
	],
	download_enable: ["ID", "FILEID", "INFO_LOC", "PACK_LOC", "CERT_PATH", "CERT_FILE"],
	download_history: ["HARDWARE_ID", "PKG_ID"],
	groups_cache: ["HARDWARE_ID", "GROUP_ID"],
};

/** Tables that no OCS is without, whatever its version. */
export const marks = ["config", "hardware", "devices", "accountinfo", "bios"];

/**
 * On the whole database, for an extension makes, changes and takes away tables of its own in it. What a table would be
 * like is asked of temporary ones.
 */
export const neededRights = [
	...["SELECT", "INSERT", "UPDATE", "DELETE"],
	...["CREATE", "ALTER", "DROP", "INDEX", "CREATE TEMPORARY TABLES"],
] as const;

export type Right = (typeof neededRights)[number];

/** OCS 2.6, the first one whose console keeps its extensions in the table `extensions`. */
export const oldestVersion = 7021;
