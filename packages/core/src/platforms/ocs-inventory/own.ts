import type { Claim, Description, Extension } from "../../domain/extension.ts";

/** What OCS alone reads of an extension (`Extension.own`). */
interface Own {
	/** Of its Map. */
	readonly sections: readonly string[];
	/** Names in what agents send that are read as lists wherever they stand; absent without a server part. */
	readonly lists?: readonly string[];
	/** The same, read as single values. */
	readonly fields?: readonly string[];
}

export function sectionsOf({ own }: Pick<Extension, "own">): readonly string[] {
	return own.sections ?? [];
}

export function listsOf({ own }: Pick<Extension, "own">): readonly string[] {
	return own.lists ?? [];
}

export function fieldsOf({ own }: Pick<Extension, "own">): readonly string[] {
	return own.fields ?? [];
}

/** As an extension keeps it. */
export function toOwn({ sections, lists, fields }: Own): Extension["own"] {
	return { sections, ...(lists && { lists }), ...(fields && { fields }) };
}

/** False for what an older Graft read with less: neither names of PHP nor of agents' data counted. */
export function isReadWhole(extension: Extension): boolean {
	const { claims, own } = extension;
	return (
		claims.some(({ kind }) => kind === "php") &&
		(sectionsOf(extension).length === 0 || own.lists !== undefined)
	);
}

/** A list of one is a stumbling block for a field or a section of another, and the other way round. */
export function stumblingBlocks(extension: Extension): {
	readonly has: readonly Claim[];
	readonly minds: readonly Claim[];
} {
	const lists = listsOf(extension);
	const fields = fieldsOf(extension);
	const sections = sectionsOf(extension).map((section) => section.toUpperCase());
	return {
		has: [...all("list", lists), ...all("field", fields)],
		minds: [...all("list", fields), ...all("list", sections), ...all("field", lists)],
	};
}

function all(kind: string, values: readonly string[]): readonly Claim[] {
	return values.map((value) => ({ kind, value }));
}

export function describe(extension: Extension): Description {
	const values = sectionsOf(extension);
	const facts = [{ part: "server", key: "sections", name: "Inventory sections", values }] as const;
	return { ...extension.parts, facts };
}
