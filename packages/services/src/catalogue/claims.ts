import type { Extension } from "@graft/core/domain/extension";
import { findPlatform } from "@graft/core/platforms/places";
import type { ClaimRow, IndexedArchive } from "@graft/database/archive-index";

/** What an extension is found, sorted and compared by. */
export function indexOf(extension: Extension): Omit<IndexedArchive, "sha256" | "extension"> {
	const { id, name, description } = extension;
	return {
		sortName: sortNameOf(name),
		words: lower(`${id} ${name} ${description}`),
		claims: claimsOf(extension),
	};
}

/** The order that people expect: neither case nor accents count. */
export function sortNameOf(name: string): string {
	return lower(name.normalize("NFKD").replace(/\p{M}/gu, ""));
}

export function wordsIn(search: string): readonly string[] {
	return lower(search).split(/\s+/).filter(Boolean);
}

function lower(text: string): string {
	return text.toLowerCase();
}

function claimsOf(extension: Extension): readonly ClaimRow[] {
	return [...alike(extension), ...(blocksOf(extension)?.has ?? [])];
}

/**
 * What others would have to have for one of the two to stumble on the other; packages/core's rules say how. Tables are
 * looked for by `mentionsTable`.
 */
export function interestsOf(extension: Extension): readonly ClaimRow[] {
	return [...alike(extension), ...(blocksOf(extension)?.minds ?? [])];
}

/** Who claims the same is in conflict. */
function alike({ id, claims }: Extension): readonly ClaimRow[] {
	return [{ kind: "id", value: lower(id) }, ...claims.map(({ kind, value }) => ({ kind, value }))];
}

function blocksOf(extension: Extension) {
	return findPlatform(extension.platform)?.stumblingBlocks?.(extension);
}

/** Whether a statement of its may be about a table: too often rather than too seldom. */
export function mentionsTable({ parts }: Extension): (table: string) => boolean {
	const statements = lower([...parts.database.install, ...parts.database.remove].join("\n"));
	return (table) => statements.includes(lower(table));
}
