import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension, StoredExtension } from "@graft/core/domain/extension";
import { isRefused, type Problem } from "@graft/core/domain/problem";
import type { Reading } from "@graft/core/platforms/platform";
import { type Opened, openArchive } from "@graft/core/reading/open-archive";
import { withPhp, withPhpMeanwhile } from "./ask-php.ts";
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

/** Reads a kept archive again; its content is checked each time. Throws GraftError where it is gone or changed. */
export async function readKept(path: string, sha256: string): Promise<Archive> {
	const zip = await readFile(path).catch((cause: unknown) => {
		throw new GraftError("refused", `The kept archive ${path} cannot be read.`, {
			hint: "Import the archive again.",
			cause,
		});
	});
	const archive = readArchive(zip);
	if (archive.sha256 === sha256) return archive;
	throw new GraftError("refused", `The kept archive ${path} was changed since it was imported.`, {
		hint: "Find out who changed it, and import the archive again.",
	});
}

/** The same by today's rules, with what is in the other places. */
export async function readKeptAgain(
	path: string,
	sha256: string,
	neighbours: readonly StoredExtension[],
): Promise<ReadArchive> {
	const archive = await readKept(path, sha256);
	return { archive, reading: await withPhpMeanwhile(archive, readTree(archive, neighbours)) };
}
