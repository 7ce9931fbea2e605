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
	readonly server: { readonly files: readonly ServerFile[] };
	readonly agents: { readonly windows: readonly AgentFile[]; readonly unix: readonly AgentFile[] };
}

/** Something that only one extension may have: two that claim the same are in conflict. */
export interface Claim {
	/** A word of its platform, such as "table". */
	readonly kind: string;
	readonly value: string;
}

/** Raised when the shape below changes; what was stored before is upgraded when it is read. */
export const extensionFormat = 2;

/** What an archive holds, once recognised. Plain data: it is stored and sent as JSON. */
export interface Extension {
	readonly format: typeof extensionFormat;
	readonly platform: PlatformId;
	readonly id: string;
	readonly version: string;
	readonly name: string;
	readonly description: string;
	readonly authors: readonly string[];
	readonly licence: string;
	readonly parts: ExtensionParts;
	readonly claims: readonly Claim[];
	/** What only its platform understands: names, by what they are. */
	readonly own: Readonly<Record<string, readonly string[]>>;
}

/** One that a newer Graft stored, in a shape that this one does not know: no more can be said of it. */
export interface NewerExtension {
	/** Above `extensionFormat`. */
	readonly format: number;
	readonly platform: PlatformId;
	readonly id: string;
	readonly version: string;
}

export type StoredExtension = Extension | NewerExtension;

export function isReadable(stored: StoredExtension): stored is Extension {
	return stored.format === extensionFormat;
}

/** What people are shown of any extension: its parts, and what else its platform has to say of it. */
export interface Description extends ExtensionParts {
	readonly facts: readonly Fact[];
}

export interface Fact {
	readonly part: keyof ExtensionParts;
	/** Stable: scripts name it. */
	readonly key: string;
	/** For people: "Inventory sections". */
	readonly name: string;
	readonly values: readonly string[];
}
