import { createHash } from "node:crypto";
import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension, StoredExtension } from "@graft/core/domain/extension";
import { isRefused, type Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { type Opened, openArchive } from "@graft/core/reading/open-archive";
import { withPhp } from "./ask-php.ts";
import { extensionCodes } from "./codes.ts";
import { archiveOf, type Inspection, inspectionOf, problemsOf, readTree } from "./inspection.ts";

export interface ReadArchive {
	readonly archive: Archive;
	readonly reading: Reading;
}

/** What was brought, and where in it the extension lies. */
export interface BroughtArchive extends ReadArchive, Pick<Opened, "takenFrom" | "roots"> {
	/** A zip of that part alone; null where it is all that was brought. */
	readonly part: Uint8Array | null;
}

/** What an archive is and would do, refused or not; with the extension, whose claims an inspection does not tell. */
export async function inspect(
	bytes: Uint8Array,
	neighbours: readonly StoredExtension[],
	root?: string,
): Promise<{ inspection: Inspection; extension: Extension | null }> {
	try {
		const brought = await read(bytes, neighbours, root);
		const inspection = inspectionOf(archiveOf(brought), brought.reading);
		return { inspection, extension: brought.reading.extension };
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const sha256 = createHash("sha256").update(bytes).digest("hex");
		const unread = { sha256, bytes: bytes.length, entries: 0 };
		const problems = problemsOf(error, extensionCodes["extension/not-recognised"]);
		const inspection = inspectionOf(unread, { extension: null, problems });
		return { inspection, extension: null };
	}
}

/** Throws GraftError "refused" where the zip as such is, "usage" where there is no such root in it. */
export async function read(
	bytes: Uint8Array,
	neighbours: readonly StoredExtension[],
	root?: string,
): Promise<BroughtArchive> {
	const { archive, zip, takenFrom, roots, problems } = openArchive(bytes, root);
	const reading = isRefused(problems)
		? { extension: null, problems }
		: withProblems(problems, await withPhp(archive, await readTree(archive, neighbours)));
	return { archive, reading, takenFrom, roots, part: takenFrom === null ? null : zip };
}

function withProblems(problems: readonly Problem[], reading: Reading): Reading {
	return { ...reading, problems: [...problems, ...reading.problems] };
}
