import type { Extension, StoredExtension } from "@graft/core/domain/extension";
import { holdsFor, isRefused } from "@graft/core/domain/problem";
import { inspect } from "./archives.ts";
import type { Inspection } from "./inspection.ts";
import { shownInspection } from "./shown-inspection.ts";

/**
 * An inspection as text: of an archive with thousands of files it has many megabytes, so that whoever parses or writes it
 * holds up everybody else meanwhile.
 */
export interface Report {
	/** The JSON of an Inspection, in UTF-8; once shortened, of a ShownInspection. */
	readonly json: Uint8Array;
	/** Of the bytes that were brought. */
	readonly sha256: string;
	/** Of the extension; null where nothing could be recognised. */
	readonly id: string | null;
	readonly isRefused: boolean;
	/** Of its extension. */
	readonly platform: string | null;
	/** What its neighbours are found by, without its files; null where nothing could be recognised. */
	readonly claimant: Extension | null;
	/** Some problems hold for some versions of the system's schema only. */
	readonly dependsOnSchema: boolean;
}

export async function report(
	bytes: Uint8Array,
	neighbours: readonly StoredExtension[],
	root?: string,
): Promise<Report> {
	const { inspection, extension } = await inspect(bytes, neighbours, root);
	return reportOf(inspection, extension === null ? null : withoutFiles(extension));
}

/** The same report for a database whose schema has this version. */
export function settleReport(
	{ json, claimant }: Pick<Report, "json" | "claimant">,
	schemaVersion: number,
): Report {
	const inspection: Inspection = JSON.parse(Buffer.from(json).toString());
	const problems = inspection.problems.filter(holdsFor(schemaVersion));
	return reportOf({ ...inspection, problems }, claimant);
}

/** The JSON of a ShownInspection, of a report's own. */
export function shortenReport(json: Uint8Array): Uint8Array {
	const inspection: Inspection = JSON.parse(Buffer.from(json).toString());
	return new TextEncoder().encode(JSON.stringify(shownInspection(inspection)));
}

function reportOf(inspection: Inspection, claimant: Extension | null): Report {
	const { archive, extension, problems } = inspection;
	return {
		json: new TextEncoder().encode(JSON.stringify(inspection)),
		sha256: (archive.takenFrom ?? archive).sha256,
		id: extension?.id ?? null,
		platform: extension?.platform ?? null,
		claimant,
		isRefused: isRefused(problems),
		dependsOnSchema: problems.some(({ schemaVersions }) => schemaVersions !== undefined),
	};
}

function withoutFiles(extension: Extension): Extension {
	const { database, server } = extension.parts;
	const agents = { windows: [], unix: [] };
	return { ...extension, parts: { database, server: { ...server, files: [] }, agents } };
}
