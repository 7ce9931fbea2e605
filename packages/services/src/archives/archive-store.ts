import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { readArchive } from "@graft/core/archive/read-archive";
import type { Archive } from "@graft/core/domain/archive";
import { GraftError } from "@graft/core/domain/errors";
import { inheritOwner } from "../files/inherit-owner.ts";
import { writeDurably } from "../files/write-durably.ts";
import type { Paths } from "../paths.ts";

/** Keeps the zip that was read as `archive` under its sha256; there whole, or not at all. */
export async function keepArchive(paths: Paths, archive: Archive, zip: Uint8Array): Promise<void> {
	const folder = join(paths.home, "archives");
	await mkdir(folder, { recursive: true, mode: 0o700 });
	await inheritOwner(folder);
	const unfinished = join(folder, `${randomUUID()}.unfinished`);
	await writeDurably(unfinished, zip, 0o600);
	await inheritOwner(unfinished);
	await rename(unfinished, keptPath(paths, archive.sha256));
}

/** Reads a kept archive again; its content is checked each time. Throws GraftError where it is gone or changed. */
export async function readKeptArchive(paths: Paths, sha256: string): Promise<Archive> {
	const path = keptPath(paths, sha256);
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

function keptPath(paths: Paths, sha256: string): string {
	return join(paths.home, "archives", `${sha256}.zip`);
}
