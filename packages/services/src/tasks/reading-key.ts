import { createHash } from "node:crypto";
import type { StoredExtension } from "@graft/core/domain/extension";
import { findPhp } from "./find-php.ts";

/** Over everything that reads: given by the build (reader-version.mjs), and not there where sources run as they are. */
declare const GRAFT_READER: string | undefined;

/**
 * Over all that the reading of an archive beside these neighbours depends on: where it is the same, so is the reading.
 * null where that cannot be told.
 */
export function readingKey(sha256: string, neighbours: readonly StoredExtension[]): string | null {
	if (typeof GRAFT_READER === "undefined") return null;
	const php = findPhp();
	if (php?.identity === null) return null;
	const reader = [GRAFT_READER, process.version, php?.identity ?? ""];
	return createHash("sha256")
		.update(JSON.stringify([sha256, reader, neighbours]))
		.digest("hex");
}
