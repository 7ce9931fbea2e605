import { readFile } from "node:fs/promises";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";

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
