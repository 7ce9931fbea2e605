import { queryNamed } from "./direct.ts";

/** What is asked for of the list. */
export interface ListQuery {
	readonly sort: keyof typeof orders;
	readonly platform: string | null;
	readonly state: keyof typeof states | null;
	/** In lower case; each must occur. */
	readonly words: readonly string[];
	/** null: all of them. */
	readonly limit: number | null;
	readonly offset: number;
}

/** An extension that is in no row, for its folder came by hand. */
export interface LooseExtension {
	readonly id: string;
	readonly platform: string;
	readonly version: string;
	readonly sortName: string;
	readonly words: string;
	readonly active: boolean;
	/** Problems that ask for somebody. */
	readonly grave: number;
}

/** What only others than these rows know. */
export interface ListFacts {
	readonly loose: readonly LooseExtension[];
	/** Ids whose folder is not as its archive is: one problem more. */
	readonly unlike: readonly string[];
	/** By platform: of the database that is linked for it, which some problems depend on. */
	readonly schemaVersions: ReadonlyMap<string, number>;
	/** The newest shape of an extension that is known: one above it is a problem more. */
	readonly format: number;
}

const orders = {
	id: "id",
	name: "sortName, id",
	newest: "importedAt DESC, sortName, id",
	problems: "grave DESC, sortName, id",
};

/** As `stateNow` of services tells it. */
const outOfSync = `EXISTS (SELECT 1 FROM Receipt r WHERE r.extensionId = entry.id
	AND NOT (r.state IN ('in-sync', 'other-version') AND r.version = entry.version))`;

const states = {
	active: "active = 1",
	inactive: "active = 0",
	servers: "EXISTS (SELECT 1 FROM Receipt r WHERE r.extensionId = entry.id)",
	attention: `(grave > 0 OR ${outOfSync})`,
};

const graveOfRow = `(
		SELECT count(*) FROM json_each(e.problems) p
		WHERE p.value ->> 'severity' <> 'info' AND (
			p.value ->> 'schemaVersions' IS NULL
			OR NOT EXISTS (SELECT 1 FROM json_each(@schemaVersions) s WHERE s.key = e.platform)
			OR EXISTS (SELECT 1 FROM json_each(p.value, '$.schemaVersions') v
				JOIN json_each(@schemaVersions) s ON s.key = e.platform AND s.value = v.value)
		)
	) + (e.id IN (SELECT value FROM json_each(@unlike))) + (coalesce(a.extension ->> 'format', 1) > @format)`;

/** Ids in their order, and how many there are on all pages. */
export function findExtensions(
	url: string,
	{ sort, platform, state, words, limit, offset }: ListQuery,
	{ loose, unlike, schemaVersions, format }: ListFacts,
): { ids: readonly string[]; found: number } {
	// Read only where something depends on it: it is in JSON.
	const grave = sort === "problems" || state === "attention" ? graveOfRow : "0";
	// What a newer Graft stored has no index where that did not make it.
	const entries = `WITH entry AS (
		SELECT e.id, e.platform, a.version, e.active, a.importedAt, coalesce(i.sortName, lower(e.id)) AS sortName,
			coalesce(i.words, lower(e.id)) AS words, ${grave} AS grave
		FROM Extension e JOIN Archive a ON a.sha256 = e.archiveSha256
		LEFT JOIN ArchiveIndex i ON i.sha256 = a.sha256
		UNION ALL
		SELECT value ->> 'id', value ->> 'platform', value ->> 'version', value ->> 'active', NULL,
			value ->> 'sortName', value ->> 'words', value ->> 'grave'
		FROM json_each(@loose)
	), chosen AS (
		SELECT * FROM entry WHERE (@platform IS NULL OR platform = @platform)
		AND NOT EXISTS (SELECT 1 FROM json_each(@words) w WHERE instr(entry.words, w.value) = 0)
		AND ${state === null ? "1" : states[state]}
	)`;
	const facts = {
		...{ platform, format, words: JSON.stringify(words) },
		schemaVersions: JSON.stringify(Object.fromEntries(schemaVersions)),
		...{ loose: JSON.stringify(loose), unlike: JSON.stringify(unlike) },
	};
	const rows = queryNamed<{ id: string | null; found: number }>(
		url,
		`${entries}, page AS (
			SELECT id, row_number() OVER (ORDER BY ${orders[sort]}) AS place FROM chosen
			ORDER BY place LIMIT @limit OFFSET @offset
		)
		SELECT page.id, counted.found FROM (SELECT count(*) AS found FROM chosen) counted
		LEFT JOIN page ORDER BY page.place`,
		{ ...facts, limit: limit ?? -1, offset },
	);
	return { ids: rows.flatMap(({ id }) => id ?? []), found: rows[0]?.found ?? 0 };
}
