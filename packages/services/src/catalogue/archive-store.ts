import { randomUUID } from "node:crypto";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Archive } from "@graft/core/domain/archive";
import type { StoredExtension } from "@graft/core/domain/extension";
import { keepReading } from "@graft/database/kept-readings";
import type { Context } from "../context/context.ts";
import type { Paths } from "../context/paths.ts";
import { asOwnerOf } from "../files/as-owner.ts";
import { writeDurably } from "../files/write-durably.ts";
import type { ReadArchive } from "../tasks/archives.ts";
import { findReading } from "./kept-reading.ts";

/** Keeps the zip that was read as `archive` under its sha256; there whole, or not at all. */
export async function keepArchive(paths: Paths, archive: Archive, zip: Uint8Array): Promise<void> {
	const folder = join(paths.home, "archives");
	const unfinished = join(folder, `${randomUUID()}.unfinished`);
	await asOwnerOf(paths.home, async () => {
		await mkdir(folder, { recursive: true, mode: 0o700 });
		await writeDurably(unfinished, zip, 0o600);
		await rename(unfinished, keptPath(paths, archive.sha256));
	});
}

/** Of what was refused after all: nothing else refers to it. */
export function dropArchive(paths: Paths, { sha256 }: Archive): Promise<void> {
	return asOwnerOf(paths.home, () => rm(keptPath(paths, sha256), { force: true }));
}

/** With its files alone. Throws GraftError where it is gone or changed. */
export function readKeptArchive(
	{ paths, runTask }: Pick<Context, "paths" | "runTask">,
	sha256: string,
): Promise<Archive> {
	return runTask("readKept", keptPath(paths, sha256), sha256);
}

/**
 * By today's rules, beside what is in the other places. What was read before in the same way is not read again; that the
 * archive is what it was is looked at each time.
 */
export async function readKeptAgain(
	{ paths, runTask }: Pick<Context, "paths" | "runTask">,
	sha256: string,
	neighbours: readonly StoredExtension[],
): Promise<ReadArchive> {
	const path = keptPath(paths, sha256);
	const known = await runTask("readingKey", sha256, neighbours);
	const before = known === null ? undefined : findReading(paths, known);
	if (before !== undefined)
		return { archive: await runTask("readKept", path, sha256), reading: before };
	const { archive, reading, key } = await runTask("readKeptAgain", path, sha256, neighbours);
	if (key !== null) keepReading(paths.databaseUrl, key, JSON.stringify(reading));
	return { archive, reading };
}

function keptPath(paths: Paths, sha256: string): string {
	return join(paths.home, "archives", `${sha256}.zip`);
}
