/** Of a platform in the registry, or of a newer Graft. */
export type PlatformId = string;

/** A file of the server part: `to` starts with a place of the server in braces, such as `{perlDir}`. */
export interface ServerFile {
	readonly from: string;
	readonly to: string;
	readonly sha256: string;
}

/** A file for agents: `as` is the name it must have there. `chosen` is our proposal among alternatives. */
export interface AgentFile {
	readonly from: string;
	readonly as: string;
	readonly sha256: string;
	readonly chosen: boolean;
}

export interface ExtensionParts {
	/** Statements as the package has them, in order, unchanged. */
	readonly database: {
		readonly install: readonly string[];
		readonly remove: readonly string[];
		readonly tables: readonly string[];
	};
	readonly server: {
		readonly files: readonly ServerFile[];
		readonly sections: readonly string[];
		/**
		 * Names in what agents send: read as lists wherever they stand, and read as single values. Absent without a server
		 * part, and in what was stored before Graft knew them.
		 */
		readonly elements?: { readonly lists: readonly string[]; readonly fields: readonly string[] };
	};
	readonly agents: { readonly windows: readonly AgentFile[]; readonly unix: readonly AgentFile[] };
}

/** Something that only one extension may have: two that claim the same are in conflict. */
export interface Claim {
	readonly kind: "table" | "section" | "translation" | "file" | "name" | "php";
	readonly value: string;
}

/** What an archive holds, once recognised. Plain data: it is stored and sent as JSON. */
export interface Extension {
	readonly platform: PlatformId;
	readonly id: string;
	readonly version: string;
	readonly name: string;
	readonly description: string;
	readonly authors: readonly string[];
	readonly licence: string;
	readonly parts: ExtensionParts;
	readonly claims: readonly Claim[];
}
