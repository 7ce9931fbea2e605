/** What a package does to a database: statements as it has them, in order, unchanged. */
export interface WantedTables {
	readonly install: readonly string[];
	readonly remove: readonly string[];
	/** Names of the tables that these make. */
	readonly tables: readonly string[];
}
