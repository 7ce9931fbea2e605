import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import type { Extension } from "@graft/core/domain/extension";
import type { Reading } from "@graft/core/platforms/platform";
import { type Inspection, inspectionOf, problemsOf, readTree } from "../archives/inspection.ts";
import { extensionCodes } from "../extensions/codes.ts";

export interface ReadArchive {
	readonly archive: Archive;
	readonly reading: Reading;
}

/** What an archive is and would do, refused or not. */
export async function inspect(
	bytes: Uint8Array,
	neighbours: readonly Extension[],
): Promise<Inspection> {
	try {
		const { archive, reading } = await read(bytes, neighbours);
		return inspectionOf(archive, reading);
	} catch (error) {
		if (!(error instanceof GraftError)) throw error;
		const sha256 = createHash("sha256").update(bytes).digest("hex");
		const unread = { sha256, bytes: bytes.length, entries: 0 };
		const problems = problemsOf(error, extensionCodes["extension/not-recognised"]);
		return inspectionOf(unread, { extension: null, problems });
	}
}

/** Throws GraftError "refused" where the zip as such is. */
export async function read(
	bytes: Uint8Array,
	neighbours: readonly Extension[],
): Promise<ReadArchive> {
	const archive = readArchive(bytes);
	return { archive, reading: await readTree(archive, neighbours) };
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
	neighbours: readonly Extension[],
): Promise<ReadArchive> {
	const archive = await readKept(path, sha256);
	return { archive, reading: await readTree(archive, neighbours) };
}
